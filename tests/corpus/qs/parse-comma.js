// comma lists, also encoded and with brackets
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['a=b,c','a=b','a=','a=,','a=b%2Cc','a[]=b,c','a[]=1,2&a[]=3','a[b]=x,y','a=b,c&a=d'].map(x=>[x,t(()=>qs.parse(x,{comma:true}))]);
