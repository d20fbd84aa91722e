// parameterLimit, delimiter as text and pattern, ignoreQueryPrefix, throwOnLimitExceeded
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [qs.parse('a=b&c=d&e=f',{parameterLimit:2}), qs.parse('a=b;c=d',{delimiter:';'}), qs.parse('a=b;c=d,e=f',{delimiter:/[;,]/}), qs.parse('?a=b',{ignoreQueryPrefix:true}), t(()=>qs.parse('a=b&c=d',{parameterLimit:1,throwOnLimitExceeded:true})), qs.parse('a=1&b=2',{parameterLimit:Infinity}), qs.parse(Array.from({length:1005},(_, i)=>'k'+i+'=1').join('&')).k999, Object.keys(qs.parse(Array.from({length:1005},(_, i)=>'k'+i+'=1').join('&'))).length];
