// toFormData over nested shapes, dots, brackets, meta tokens, and back by formToJSON
const axios = require('axios');
const rows = (form) => [...form.entries()].map(([k, v]) => [k, typeof v === 'string' ? v : v.constructor.name]);
const data = { a: 1, b: [1, [2, 3]], c: { d: { e: 'x' }, f: [{ g: 1 }] }, 'h{}': { i: 1 }, 'j[]': [1, 2], n: null, u: undefined, t: new Date(0), z: false };
const make = (options) => rows(axios.toFormData(data, new FormData(), options));
return { usual: make(), dots: make({ dots: true }), indexes: [make({ indexes: null }).slice(1, 5), make({ indexes: true }).slice(1, 5)], meta: make({ metaTokens: false }).filter(([k]) => k.startsWith('h')), visitor: rows(axios.toFormData({ a: 1, b: { c: 2 } }, new FormData(), { visitor(value, key, path, helpers) { if (key === 'c') { this.append('visited', String(path)); return false; } return helpers.defaultVisitor.call(this, value, key, path); } })), back: axios.formToJSON(axios.toFormData({ a: 1, b: [1, 2], c: { d: 'x' } }, new FormData())), list: axios.formToJSON(new URLSearchParams('a[]=1&a[]=2&b[x]=3&b[y][]=4&c=5&c=6&__proto__[z]=1')) };
