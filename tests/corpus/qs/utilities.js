// merge semantics that parse builds on
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [qs.parse('a=b&a=c&a[d]=e'), qs.parse('a[b]=c&a[d]=e&a=f'), qs.parse('foo[bad]=baz&foo=bar'), qs.parse('foo=bar&foo[bad]=baz'), qs.parse('foo[]=bar&foo[bad]=baz'), qs.parse('foo[bad]=baz&foo[]=bar'), qs.parse('foo[0][a]=a&foo[0][b]=b&foo[1][a]=aa'), qs.parse('a[t]=1&a=toString'), qs.parse('a=1&a[0]=2&a[1]=3'), qs.parse('t=1&t[x]=2&t[]=3')];
