// undici's fetch inside the runtime: what it asks of Node comes from executor/isolate/runtime/web/undici-host.js, and a few lines
// of it are changed. A change whose place is not found any more (a newer undici) fails the bundling.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PREPEND = 'PREPEND';

const CHANGES = {
  // fetch: the message of a failure, and no timing of resources, which Node keeps for performance.getEntries().
  'lib/web/fetch/index.js': [
    [PREPEND, `const { WeakRef, fetchFailed } = HOST; const performance = { markResourceTiming() {} };
     const __UNDICI_IS_NODE__ = true;`],
    [`new TypeError('fetch failed', { cause: response.error })`, 'fetchFailed(response.error)'],
  ],
  'lib/web/fetch/request.js': [[PREPEND, 'const { WeakRef } = HOST;']],
  'lib/web/fetch/body.js': [[`globalThis.FinalizationRegistry && process.version.indexOf('v18') !== 0`, 'false']],
};

// Whole files of undici that something of ours stands in for.
const REPLACED = {
  'lib/global.js': (runtime) => `
    const { dispatcher } = require(${JSON.stringify(join(runtime, 'web', 'dispatcher.js'))});
    exports.getGlobalDispatcher = () => dispatcher;`,
  // Nobody can subscribe to what undici would tell of each request.
  'lib/core/diagnostics.js': () => 'exports.channels = new Proxy({}, { get: () => ({ hasSubscribers: false }) });',
  'lib/web/fetch/dispatcher-weakref.js': () => `
    const { WeakRef, FinalizationRegistry } = HOST;
    module.exports = () => ({ WeakRef, FinalizationRegistry });`,
};

function change(file, source) {
  for (const [from, to] of CHANGES[file] ?? []) {
    if (from === PREPEND) {
      source = `${to}\n${source}`;
      continue;
    }
    if (source.split(from).length !== 2) throw new Error(`undici/${file} has not exactly one ${JSON.stringify(from)}`);
    source = source.replace(from, () => to);
  }
  return source;
}

// `runtime`: the directory of the runtime's sources.
export function undici(runtime) {
  const host = JSON.stringify(join(runtime, 'web', 'undici-host.js'));
  return {
    name: 'undici-on-the-broker',
    setup(build) {
      build.onResolve({ filter: /^node:/ }, ({ path, importer }) =>
        /[\\/]node_modules[\\/]undici[\\/]/.test(importer) ? { path: path.slice(5), namespace: 'undici-host' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'undici-host' }, ({ path }) => ({
        contents: `module.exports = require(${host}).modules[${JSON.stringify(path)}];`,
        resolveDir: runtime,
      }));
      build.onLoad({ filter: /[\\/]node_modules[\\/]undici[\\/]lib[\\/]/ }, async ({ path }) => {
        const file = path.replaceAll('\\', '/').split('/node_modules/undici/')[1];
        const source = REPLACED[file]?.(runtime) ?? change(file, await readFile(path, 'utf8'));
        return { contents: source.replaceAll(/\bHOST\b/g, `require(${host})`), loader: 'js' };
      });
    },
  };
}
