// empty lists and nulls in parse
const qs = require('qs');
const texts = ['a[]=', 'a[]', 'a[]&b=1', 'a[0]=', 'a=', 'a', 'a[b][]=', 'a[]=&a[]=x', 'a[]=1&a[]'];
return texts.map((text) => [text, qs.parse(text), qs.parse(text, { allowEmptyArrays: true }), qs.parse(text, { strictNullHandling: true }), qs.parse(text, { allowEmptyArrays: true, strictNullHandling: true })]);
