// The modules that Node's library loads by a computed name.

const modules = {
  __proto__: null,
  'internal/blob': () => require('node:internal/blob'),
  'internal/crypto/keys': () => require('node:internal/crypto/keys'),
  'internal/encoding': () => require('node:internal/encoding'),
  'internal/file': () => require('node:internal/file'),
  'internal/histogram': () => require('node:internal/histogram'),
  'internal/mime': () => require('node:internal/mime'),
  'internal/util/parse_args/parse_args': () => require('node:internal/util/parse_args/parse_args'),
};

export const load = (id) => modules[id]();
