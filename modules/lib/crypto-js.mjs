// crypto-js as published, but for four places that ask native-digests.js first.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const NATIVE = 'native-digests';
const CHANGES = {
  core: [
    ['return new hasher.init(cfg).finalize(message);', 'hash(hasher, message, cfg)'],
    ['return new C_algo.HMAC.init(hasher, key).finalize(message);', 'hmac(hasher, message, key)'],
  ],
  pbkdf2: [['var cfg = this.cfg;', 'pbkdf2(this.cfg, password, salt)']],
};

function asking(name, source) {
  let changed = source;
  for (const [before, call] of CHANGES[name]) {
    if (changed.split(before).length !== 2) throw new Error(`crypto-js: its ${name}.js has not exactly one ${before}`);
    changed = changed.replace(before, `var native = require('${NATIVE}').${call}; if (native !== undefined) return native; ${before}`);
  }
  return changed;
}

export const nativeDigests = {
  name: 'native-digests',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${NATIVE}$`) }, () => ({ path: fileURLToPath(new URL(`${NATIVE}.js`, import.meta.url)) }));
    build.onLoad({ filter: /[\\/]crypto-js[\\/](core|pbkdf2|index)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const name = /(\w+)\.js$/.exec(path)[1];
      const contents = name === 'index' ? `${source}\n;require('${NATIVE}').remember(module.exports);` : asking(name, source);
      return { contents, loader: 'js' };
    });
  },
};
