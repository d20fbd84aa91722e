// Unpacks the tables of the multi-byte encodings at bundle time.
//
// @exodus/bytes keeps them packed for downloads: unpacking them takes the engine 42 ms of every start. Unpacked, each
// is a string with one code unit per entry, which becomes a typed array in 5 ms for all.

import { pathToFileURL } from 'node:url';

const UNITS = ['jis0208', 'jis0212', 'euc-kr', 'gb18030', 'iso-2022-jp-katakana'];

const unpacked = (values) => JSON.stringify(Array.from(values, (value) => String.fromCharCode(value)).join(''));

export async function unpackedSource(path) {
  const { getTable, sizes } = await import(pathToFileURL(path));
  const units = UNITS.map((id) => `${JSON.stringify(id)}: () => units(${unpacked(getTable(id))})`);
  // Entries of one or two code units: the upper halves apart.
  const big5 = getTable('big5');
  return `
    export const sizes = ${JSON.stringify(sizes)};
    function units(text, array = new Uint16Array(text.length)) {
      for (let i = 0; i < array.length; i++) array[i] = text.charCodeAt(i);
      return array;
    }
    function pairs(upper, lower) {
      const array = units(lower, new Uint32Array(lower.length));
      for (let i = 0; i < array.length; i++) array[i] |= upper.charCodeAt(i) << 16;
      return array;
    }
    const TABLES = {
      __proto__: null,
      ${units.join(',\n')},
      big5: () => pairs(${unpacked(big5.map((value) => value >>> 16))}, ${unpacked(big5.map((value) => value & 0xffff))}),
      'gb18030-ranges': () => ${JSON.stringify(getTable('gb18030-ranges'))},
    };
    const tables = new Map();
    export function getTable(id) {
      if (!tables.has(id)) tables.set(id, TABLES[id]());
      return tables.get(id);
    }`;
}

// esbuild plugin: unpacks them as their file is read.
export const unpackEncodings = {
  name: 'unpack-encodings',
  setup(build) {
    build.onLoad({ filter: /[\\/]@exodus[\\/]bytes[\\/]fallback[\\/]multi-byte\.table\.js$/ }, async ({ path }) => (
      { contents: await unpackedSource(path), loader: 'js' }
    ));
  },
};
