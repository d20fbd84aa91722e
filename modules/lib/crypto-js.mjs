// crypto-js as published, but for some places that ask its native parts first.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PARTS = ['native-digests', 'native-ciphers', 'native-encoders'];

const ask = (part, call) => `var native = require('${part}').${call}; if (native !== undefined) return native;`;
const asking = (place, part, call) => [place, `${ask(part, call)} ${place}`];
const BLOCKS = 'for (var offset = 0; offset < nWordsReady; offset += blockSize) {';
// By file: a place, which must be there once, and what is there instead.
const CHANGES = {
  core: [
    asking('return new hasher.init(cfg).finalize(message);', 'native-digests', 'hash(hasher, message, cfg)'),
    asking('return new C_algo.HMAC.init(hasher, key).finalize(message);', 'native-digests', 'hmac(hasher, message, key)'),
    asking('var hexChars = [];', 'native-encoders', 'hexText(wordArray)'),
    asking('var hexStrLength = hexStr.length;', 'native-encoders', 'hexWords(hexStr)'),
    asking('var latin1Chars = [];', 'native-encoders', 'latin1Text(wordArray)'),
    asking('var latin1StrLength = latin1Str.length;', 'native-encoders', 'latin1Words(latin1Str)'),
    asking('return decodeURIComponent(escape(Latin1.stringify(wordArray)));', 'native-encoders', 'utf8Text(wordArray)'),
    asking('return Latin1.parse(unescape(encodeURIComponent(utf8Str)));', 'native-encoders', 'utf8Words(utf8Str)'),
    [BLOCKS, `if (nWordsReady < FEWEST_WORDS || !require('native-ciphers').processed(this, dataWords, nWordsReady)) ${BLOCKS}`],
  ],
  'enc-base64': [
    ['wordArray.clamp();', `wordArray.clamp(); ${ask('native-encoders', 'base64Text(wordArray, map)')}`],
    asking('var base64StrLength = base64Str.length;', 'native-encoders', 'base64Words(base64Str, this._map)'),
  ],
  pbkdf2: [asking('var cfg = this.cfg;', 'native-digests', 'pbkdf2(this.cfg, password, salt)')],
};
// Words of blocks that are ready from which on the native way is the faster one, measured.
const FEWEST_WORDS = 96;
const REMEMBERED = ['native-digests\').remember', 'native-ciphers\').rememberCiphers', 'native-encoders\').rememberEncoders'];

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
    build.onResolve({ filter: new RegExp(`^(?:${PARTS.join('|')})$`) }, ({ path }) => (
      { path: fileURLToPath(new URL(`${path}.js`, import.meta.url)) }
    ));
    build.onLoad({ filter: /[\\/]crypto-js[\\/](core|enc-base64|pbkdf2|index)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const name = /([\w-]+)\.js$/.exec(path)[1];
      const remember = REMEMBERED.map((each) => `require('${each}(module.exports);`).join('');
      return { contents: name === 'index' ? `${source}\n;${remember}` : changed(name, source), loader: 'js' };
    });
  },
};
