// flat, nested, arrays, empty values
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['a=b','a=b&c=d','a[b]=c','a[b][c][d]=e','a[]=b&a[]=c','a[0]=b&a[1]=c','a=b&a=c','a','a=','=b','&','a=b&','a%5Bb%5D=c','a=%20b+c','a[b]=c&a=d','a=b&a[c]=d','a[0]=b&a[c]=d','a.b=c',' a =b','a=b=c','[]=a','[0]=a&[1]=b','[a]=b','a[]=&a[]=b','?a=b','a[b=c','a]b=c','a[[b]]=c'].map(x=>[x,qs.parse(x)]);
