// sparse lists are kept or closed up
const qs = require('qs');
const show = (list) => (Array.isArray(list) ? [list.length, Object.keys(list), list] : list);
return ['a[1]=b&a[4]=c', 'a[0]=&a[2]=x', 'a[2][b]=1&a[1]=y', 'a[][]=1', 'a[1]=1&a[]=2', 'a[01]=x', 'a[-1]=x', 'a[1.5]=x', 'a[1e1]=x'].map((text) => [text, show(qs.parse(text).a), show(qs.parse(text, { allowSparse: true }).a)]);
