// numeric entities in ISO-8859-1, alone, in lists and beyond 16 bits
const qs = require('qs');
const latin = { charset: 'iso-8859-1', interpretNumericEntities: true };
return ['a=%26%239786%3B', 'a=%26%23128512%3B', 'a=x%26%2365%3By', 'a[]=%26%239786%3B&a[]=b', '%26%239786%3B=k', 'a=%26amp%3B', 'a=%26%23%3B', 'a=%E4%F6%FC', 'a=%E2%82%AC'].map((text) => [text, qs.parse(text, latin), qs.parse(text, { charset: 'iso-8859-1' }), qs.parse(text), qs.parse(text, { ...latin, comma: true })]);
