// One of Node's own tests as a code block. `input` has its text, and the files beside it by their path below the folder
// (base64). Ends when nothing is left that could happen, as a process does, and then returns what is wrong: '' for nothing,
// 'skipped: …' where the test says that it cannot run.
//
// The same text runs in Node (in_node.mjs), which shows that what is here of `common` is enough for a test.
const evaluate = globalThis.eval;
const { name, source, files, shims } = input;
const cache = new Map();
let verdict = '';

// As a CommonJS module, in global code.
function load(path, text) {
  const module = { exports: {}, filename: path, id: path, loaded: false, children: [], paths: [] };
  cache.set(path, module);
  const compiled = evaluate(`(function (exports, require, module, __filename, __dirname) {${text}\n})`);
  const directory = path.slice(0, path.lastIndexOf('/'));
  compiled.call(module.exports, module.exports, requireFrom(directory, module), module, path, directory);
  module.loaded = true;
  return module.exports;
}

function join(directory, path) {
  const parts = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

files[`parallel/${name}`] = Buffer.from(source).toString('base64');
const contents = (path) => files[path.slice('/test/'.length)];
const bytes = (path) => (contents(path) === undefined ? undefined : Buffer.from(contents(path), 'base64'));

function requireFrom(directory, module) {
  const own = (id) => {
    // What a test gets of these is the shim's, on both sides.
    const bare = id.replace(/^node:/, '').replace(/^\.\.?\/(?:common\/)?(?=tmpdir|fixtures)|^\.\.\/(?=common$)/, '');
    if (Object.hasOwn(shims, bare)) return shim(bare);
    if (!id.startsWith('.')) return require(id);
    const start = join(directory, id);
    for (const path of [start, `${start}.js`, `${start}/index.js`, `${start}.json`]) {
      if (cache.has(path)) return cache.get(path).exports;
      if (contents(path) === undefined) continue;
      return path.endsWith('.json') ? JSON.parse(bytes(path)) : load(path, `${bytes(path)}`);
    }
    throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
  };
  return Object.assign(own, { main: module, cache: {}, resolve: (id) => id });
}

const shim = (id) => cache.get(`/shim/${id}`)?.exports ?? load(`/shim/${id}`, shims[id]);

// The shims' way to the rest.
Object.defineProperty(globalThis, Symbol.for('node-tests'), { value: { bytes, paths: Object.keys(files) } });

const isSkip = (error) => error?.[Symbol.for('node-tests.skip')] === true;
const over = new Promise((resolve) => {
  process.on('exit', (code) => {
    if (code !== 0) verdict ||= `exit code ${code}`;
    verdict ||= shim('common')[Symbol.for('node-tests.unmet')]();
    const report = globalThis[Symbol.for('node-tests.report')] ?? resolve;
    report(verdict);
  });
});
try {
  load(`/test/parallel/${name}`, source.replace(/^#!/, '//'));
} catch (error) {
  if (!isSkip(error)) throw error;
  verdict = `skipped: ${error.message}`;
}
return over;
