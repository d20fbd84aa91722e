// crypto-js as published, but for some places that ask its native parts first.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

// What they are called in a changed file.
const PARTS = { nativeDigests: 'native-digests', nativeCiphers: 'native-ciphers', nativeEncoders: 'native-encoders' };
// Once for a file: a bundle makes a new object of a part each time that it is required.
const HEAD = Object.entries(PARTS).map(([name, part]) => `var ${name} = require('${part}');`).join('');

const ask = (part, call) => `var native = ${part}.${call}; if (native !== undefined) return native;`;
const asking = (place, part, call) => [place, `${ask(part, call)} ${place}`];
const BLOCKS = 'for (var offset = 0; offset < nWordsReady; offset += blockSize) {';
// By file: a place, which must be there once, and what is there instead.
const CHANGES = {
  core: [
    asking('return new hasher.init(cfg).finalize(message);', 'nativeDigests', 'hash(hasher, message, cfg)'),
    asking('return new C_algo.HMAC.init(hasher, key).finalize(message);', 'nativeDigests', 'hmac(hasher, message, key)'),
    asking('var hexChars = [];', 'nativeEncoders', 'hexText(wordArray)'),
    asking('var hexStrLength = hexStr.length;', 'nativeEncoders', 'hexWords(hexStr)'),
    asking('var latin1Chars = [];', 'nativeEncoders', 'latin1Text(wordArray)'),
    asking('var latin1StrLength = latin1Str.length;', 'nativeEncoders', 'latin1Words(latin1Str)'),
    asking('return decodeURIComponent(escape(Latin1.stringify(wordArray)));', 'nativeEncoders', 'utf8Text(wordArray)'),
    asking('return Latin1.parse(unescape(encodeURIComponent(utf8Str)));', 'nativeEncoders', 'utf8Words(utf8Str)'),
    [BLOCKS, `if (nWordsReady < FEWEST_WORDS || !nativeCiphers.processed(this, dataWords, nWordsReady)) ${BLOCKS}`],
  ],
  'enc-base64': [
    ['wordArray.clamp();', `wordArray.clamp(); ${ask('nativeEncoders', 'base64Text(wordArray, map)')}`],
    asking('var base64StrLength = base64Str.length;', 'nativeEncoders', 'base64Words(base64Str, this._map)'),
  ],
  pbkdf2: [asking('var cfg = this.cfg;', 'nativeDigests', 'pbkdf2(this.cfg, password, salt)')],
};
// Words of blocks that are ready from which on the native way is the faster one, measured.
const FEWEST_WORDS = 96;
const REMEMBERING = ['nativeDigests.remember', 'nativeCiphers.rememberCiphers', 'nativeEncoders.rememberEncoders']
  .map((each) => `${each}(module.exports);`).join('');

function changed(name, source) {
  let text = source;
  for (const [before, after] of CHANGES[name]) {
    if (text.split(before).length !== 2) throw new Error(`crypto-js: its ${name}.js has not exactly one ${before}`);
    text = text.replace(before, () => after.replace('FEWEST_WORDS', FEWEST_WORDS));
  }
  return text;
}

export const nativeParts = {
  name: 'native-parts',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(?:${Object.values(PARTS).join('|')})$`) }, ({ path }) => (
      { path: fileURLToPath(new URL(`${path}.js`, import.meta.url)) }
    ));
    build.onLoad({ filter: /[\\/]crypto-js[\\/](core|enc-base64|pbkdf2|index)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const name = /([\w-]+)\.js$/.exec(path)[1];
      return { contents: HEAD + (name === 'index' ? `${source}\n;${REMEMBERING}` : changed(name, source)), loader: 'js' };
    });
  },
};
