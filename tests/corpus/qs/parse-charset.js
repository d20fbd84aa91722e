// charset, sentinel, numeric entities, custom decoder
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [qs.parse('%A2=%BD',{charset:'iso-8859-1'}), qs.parse('utf8=%E2%9C%93&a=%C3%B8',{charset:'iso-8859-1',charsetSentinel:true}), qs.parse('utf8=%26%2310003%3B&a=%F8',{charset:'utf-8',charsetSentinel:true}), qs.parse('a=%26%239786%3B',{charset:'iso-8859-1',interpretNumericEntities:true}), t(()=>qs.parse('a=b',{charset:'x'})), qs.parse('a=%', {}), qs.parse('a=%E4%BD'), qs.parse('a=1&b=true&c=null',{decoder:(s,d,c,kind)=>kind==='value'&&/^\d+$/.test(s)?+s:s==='true'?true:s==='null'?null:d(s)}), qs.parse('KeY=vAl',{decoder:(s,d,c,kind)=>kind==='key'?s.toLowerCase():s}), qs.parse('a=%F0%9F%98%80&%E4%BD%A0=%E5%A5%BD')];
