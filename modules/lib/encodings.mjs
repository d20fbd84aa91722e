// Unpacks the tables of the multi-byte encodings at bundle time.
//
// @exodus/bytes keeps them packed for downloads: unpacking them takes the engine 42 ms of every start. Unpacked, each
// is base64 of a typed array, whose bytes the engine has in half a millisecond for all. (Of a string with one code unit
// per entry a loop would make them in 15 ms.)

import { pathToFileURL } from 'node:url';

const UNITS = ['jis0208', 'jis0212', 'euc-kr', 'gb18030', 'iso-2022-jp-katakana'];

// In the order of bytes of every machine that we run on: the lowest first.
const base64 = (array) => JSON.stringify(Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64'));

export async function unpackedSource(path) {
  const { getTable, sizes } = await import(pathToFileURL(path));
  const units = UNITS.map((id) => `${JSON.stringify(id)}: () => new Uint16Array(buffer(${base64(getTable(id))}))`);
  return `
    export const sizes = ${JSON.stringify(sizes)};
    function buffer(base64) {
      // The engine of PyPI's dukpy cannot.
      if (Uint8Array.fromBase64 !== undefined) return Uint8Array.fromBase64(base64).buffer;
      return Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)).buffer;
    }
    const TABLES = {
      __proto__: null,
      ${units.join(',\n')},
      // Entries of one or two code units.
      big5: () => new Uint32Array(buffer(${base64(getTable('big5'))})),
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
