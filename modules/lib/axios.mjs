// axios as Node has it: its published CommonJS build with its own http adapter, follow-redirects and form-data, unchanged
// but for one line. They run on the runtime's `http` and `https` (executor/isolate/runtime/node/http.js), which hand each request to
// the egress broker. So redirects, limits, error codes and headers are axios's own, and only the transport differs.

import { readFile } from 'node:fs/promises';

const NOT_HERE = "requests leave through the server's egress broker";

// What axios asks of Node, and gets from nowhere or from here.
const STUBS = {
  // A proxy of the script's own choice would go around the broker's policy.
  'https-proxy-agent': `
    module.exports = class HttpsProxyAgent {
      constructor() {
        throw Object.assign(new Error("config.proxy is not available here: ${NOT_HERE}"), { code: 'ERR_NOT_SUPPORT' });
      }
    };`,
  http2: `
    exports.constants = {};
    exports.connect = () => {
      throw Object.assign(new Error("httpVersion 2 is not available here: ${NOT_HERE}"), { code: 'ERR_NOT_SUPPORT' });
    };`,
  // Streams of files, which there are none of.
  fs: 'module.exports = {};',
  // The body arrives decoded, without its content-encoding; a decoder is asked for only to see whether br is supported.
  zlib: 'exports.constants = {}; exports.createBrotliDecompress = () => {};',
  // For boundaries of forms.
  crypto: `
    exports.randomFillSync = (array) => globalThis.crypto.getRandomValues(array);
    exports.randomBytes = (count) => Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(count)));`,
  debug: 'module.exports = () => () => {};',
};

// The transport must know whether to decode: Node's http has no such option.
const BEFORE = 'const options = Object.assign(Object.create(null), {';
const AFTER = `${BEFORE} decompress: decompress !== false,`;

export const axiosOnTheBroker = {
  name: 'axios-on-the-broker',
  setup(build) {
    const names = Object.keys(STUBS).join('|');
    build.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path }) => ({ path, namespace: 'axios-stub' }));
    build.onLoad({ filter: /.*/, namespace: 'axios-stub' }, ({ path }) => ({ contents: STUBS[path] }));
    build.onLoad({ filter: /[\\/]axios[\\/]dist[\\/]node[\\/]axios\.cjs$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (source.split(BEFORE).length !== 2) throw new Error(`axios: its adapter has not exactly one ${BEFORE}`);
      return { contents: source.replace(BEFORE, AFTER), loader: 'js' };
    });
  },
};
