// Makes code blocks of the test suites that packages publish, to be run in isolates and in Node:
//   node modules/suites.mjs OUTPUT_DIRECTORY
//
// One block per package: its tests and tape, which counts. Of the preloaded modules the block gets the preloaded one; a
// package that is not preloaded is bundled with its tests, and so tests the engine. What a block returns:
// {"assertions", "failed": ["test: assertion", …]}.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = dirname(fileURLToPath(import.meta.url));
const PRELOADED = ['qs'];
// Beside qs: packages that come with its tests and lean on the language's corners.
const PACKAGES = [
  'qs', 'array.prototype.flatmap', 'call-bound', 'es-to-primitive', 'for-each', 'function-bind',
  'function.prototype.name', 'is-date-object', 'is-map', 'is-regex', 'is-set', 'is-symbol',
  'is-typed-array', 'is-weakmap', 'is-weakset', 'object-is', 'object.assign', 'own-keys', 'reflect.getprototypeof',
  'safe-regex-test', 'side-channel', 'which-boxed-primitive', 'which-collection',
];
const ENTRIES = { qs: ['parse.js', 'stringify.js', 'utils.js'], 'for-each': ['test.js'] };

const COUNT = `
  const tape = require('tape');
  let assertions = 0;
  const failed = [];
  const names = new Map();
  exports.finished = new Promise((resolve) => {
    const rows = tape.createStream({ objectMode: true });
    rows.on('data', (row) => {
      if (row.type === 'test') names.set(row.id, row.name);
      if (row.type !== 'assert') return;
      assertions += 1;
      if (!row.ok && !row.todo && !row.skip) failed.push(names.get(row.test) + ': ' + row.name);
    });
    rows.on('end', () => resolve({ assertions, failed }));
  });
`;

// The package under test, however its tests reach for it.
const preloaded = (name) => ({
  name: 'preloaded',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/?$/ }, ({ resolveDir }) =>
      (relative(join(ROOT, 'node_modules', name), resolveDir) === 'test' ? { path: name, external: true } : undefined));
  },
});

// tape would write to standard output by itself, unless somebody takes its stream.
const noFiles = {
  name: 'no-files',
  setup(build) {
    build.onResolve({ filter: /^fs$/ }, () => ({ path: 'fs', namespace: 'nothing' }));
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

async function block(name, files) {
  const requires = files.map((file) => `require(${JSON.stringify(`./node_modules/${name}/test/${file}`)});`);
  const result = await build({
    stdin: { contents: COUNT + requires.join('\n'), resolveDir: ROOT, loader: 'js' },
    bundle: true,
    write: false,
    absWorkingDir: ROOT,
    format: 'cjs',
    target: 'es2022',
    platform: 'node',
    // tape looks for its caller's file in stacks.
    define: { __dirname: '"/"', __filename: '"/suite.js"' },
    logLevel: 'error',
    plugins: [noFiles, ...(PRELOADED.includes(name) ? [preloaded(name)] : [])],
  });
  const [{ text }] = result.outputFiles;
  const head = `// the test suite of ${name}\nconst module = { exports: {} }, exports = module.exports;`;
  return `${head}\n${text}\nreturn module.exports.finished;\n`;
}

const output = process.argv[2];
await mkdir(output, { recursive: true });
for (const name of PACKAGES) {
  await writeFile(join(output, `${name}.js`), await block(name, ENTRIES[name] ?? ['index.js']));
}
