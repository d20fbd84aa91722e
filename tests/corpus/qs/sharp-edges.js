// texts found in logs
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['a[b]c=d','a[b]=c]','a[b]]=c','[=x','a=[b]','a[ ]=b','a[\u00a0]=1','a%00b=c','a=%zz','a=b%','a[b]=1&a[b]=2&a[b][c]=3','a[2]=x&a[0]=y','a[0]=1&a[]=2','x[y][0][z]=1&x[y][0][w]=2','a&a','a&a=','a=&a','#a=b','a=b#c','a=1;b=2','a[b][]=1&a[b][]=2','a[__proto__]=b','a[length]=1&a[0]=x','length=1','a[0][]=1&a[0][]=2&a[1][]=3','a[%5D]=b','a[%5B]=b','a=b&=&c=d','&&a=b&&','a.=b'].map(x=>t(()=>[x,qs.parse(x)]));
