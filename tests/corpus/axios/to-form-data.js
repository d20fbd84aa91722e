// toFormData: nesting, arrays and options
const axios = require('axios');

const list = (data, options) => [...axios.toFormData(data, new FormData(), options)].map(([k, v]) => [k, typeof v === 'string' ? v : [v.constructor.name, v.size]]);
const data = { a: 1, b: [1, 2], c: { d: { e: null } }, f: undefined, g: true, h: new Date(0), 'j{}': { x: 1 }, 'k[]': [3, 4], l: [{ m: 1 }] };
return [list(data), list(data, { dots: true }), list(data, { indexes: true }), list(data, { indexes: null }), list(data, { metaTokens: false }), list({ b: new Uint8Array([1]) }), list({ v: 1 }, { visitor: function (value, key, path, helpers) { return helpers.defaultVisitor.call(this, value === 1 ? 'one' : value, key, path, helpers); } })];
