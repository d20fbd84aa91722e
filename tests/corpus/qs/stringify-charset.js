// charset, sentinel, characters outside it
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [qs.stringify({æ:'æ'},{charset:'iso-8859-1'}), qs.stringify({a:'☺ż'},{charset:'iso-8859-1'}), qs.stringify({a:'☺'},{charsetSentinel:true,charset:'utf-8'}), qs.stringify({a:'æ'},{charsetSentinel:true,charset:'iso-8859-1'}), qs.stringify({a:'\ud83d\ude00'}), qs.stringify({a:'x'.repeat(1100)+'é'}).length, t(()=>qs.stringify({a:'b'},{charset:'x'})), t(()=>qs.stringify({a:'\ud800'}))];
