// duplicates: combine, first, last, with arrays and nesting
const qs = require('qs');
const texts = ['a=1&a=2', 'a[b]=1&a[b]=2', 'a[]=1&a[]=2', 'a[0]=1&a[0]=2', 'a=1&a[]=2', 'a=1&b=2&a=3', 'a&a', 'a.b=1&a.b=2'];
return Object.fromEntries(['combine', 'first', 'last'].map((duplicates) => [duplicates, texts.map((text) => qs.parse(text, { duplicates, allowDots: true }))]));
