// lodash asks Node's util.types what an object is, by way of a `module.require` that a bundle has not. Here it is asked by
// a plain `require`, which the runtime answers, so that what only claims to be a Map is none, as in Node.
//
// A test that throws inside, as the runtime's do (executor/isolate/runtime/node/bindings/types.js), is dear, and cloneDeep
// asks twice for each object: only what inherits from the kind is tested. So a Map whose prototype was changed is none.

import { readFile } from 'node:fs/promises';

const BEFORE = "freeModule && freeModule.require && freeModule.require('util').types";
const KINDS = `
  const kinds = (() => {
    const { types } = require('util');
    const inheriting = (Kind, test) => (value) => value instanceof Kind && test(value);
    return {
      isArrayBuffer: inheriting(ArrayBuffer, types.isArrayBuffer),
      isDate: inheriting(Date, types.isDate),
      isMap: inheriting(Map, types.isMap),
      isRegExp: inheriting(RegExp, types.isRegExp),
      isSet: inheriting(Set, types.isSet),
      isTypedArray: types.isTypedArray,
    };
  })();
`;

export const typesOfNode = {
  name: 'types-of-node',
  setup(build) {
    build.onLoad({ filter: /[\\/]lodash[\\/]lodash\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (source.split(BEFORE).length !== 2) throw new Error(`lodash: it has not exactly one ${BEFORE}`);
      return { contents: KINDS + source.replace(BEFORE, 'kinds'), loader: 'js' };
    });
  },
};
