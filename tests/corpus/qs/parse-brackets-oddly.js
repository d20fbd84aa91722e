// brackets that do not close, are nested or encoded
const qs = require('qs');
return ['a[=1', 'a]=1', 'a[b=1', 'a[b]c=1', 'a[b]c[d]=1', '[a]=1', '[]=1&[]=2', '[0]=a&[1]=b', 'a[[b]]=1', 'a%5Bb%5D=1', 'a%5bb%5d[c]=1', 'a[b][=1', 'a[][b]=1&a[][b]=2', 'a[0][b]=1&a[0][c]=2&a[1][b]=3', 'a[b c]=1', 'a[+]=1', 'a b=c+d'].map((text) => [text, qs.parse(text)]);
