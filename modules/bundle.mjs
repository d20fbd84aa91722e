// Makes modules/dist from the installed packages: one CommonJS file per preloaded module, the runtime that every
// isolate wakes up in, and a manifest of them all (name, version, size, sha256), written last.
//
//   node modules/bundle.mjs [output directory]

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packPinyin } from './lib/pinyin.mjs';
import { subpathsOf } from './lib/subpaths.mjs';

const ROOT = dirname(fileURLToPath(import.meta.url));
const RUNTIME = join(ROOT, '..', 'executor', 'runtime', 'index.js');

// White space goes, names stay: `fn.name` is what it is in Node, and a stack frame inside a module can be read.
// ASCII output: the engine keeps a string with one wider character in twice the memory.
const COMMON = {
  bundle: true,
  write: false,
  absWorkingDir: ROOT,
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'error',
  minifyWhitespace: true,
  minifySyntax: true,
  nodePaths: [join(ROOT, 'node_modules')],
};

// `browser` builds are the ones that need nothing of Node: axios without http, crypto-js with the global `crypto`,
// uuid with getRandomValues. pinyin has to be its Node build, which falls back quietly without a segmenter.
const PLATFORM = { platform: 'browser', mainFields: ['browser', 'main', 'module'], conditions: ['browser', 'default'] };
const OPTIONS = {
  pinyin: { mainFields: ['main'], external: ['nodejieba', '@node-rs/jieba', 'segmentit'], plugins: [packPinyin] },
};

async function bundle(contents, options) {
  const result = await build({
    ...COMMON,
    ...PLATFORM,
    format: 'cjs',
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    ...options,
  });
  return result.outputFiles[0].text;
}

// In the engine, `main` and the sub-paths of one module share one graph, so state and identity are shared as in Node.
function entry(name, shared) {
  const paths = Object.entries(shared).map(([path, expression]) => `${JSON.stringify(path)}: () => ${expression}`);
  return `
    const main = require(${JSON.stringify(name)});
    const pick = (keys) => Object.fromEntries(keys.map((key) => [key, main[key]]));
    exports.main = main;
    exports.subpaths = { ${paths.join(',\n')} };`;
}

// A lazy source stands alone, except that lodash/fp converts the lodash that is loaded.
const outside = {
  name: 'the-loaded-lodash',
  setup(build) {
    build.onResolve({ filter: /^\.\/lodash\.min$/ }, () => ({ path: 'lodash', external: true }));
  },
};

async function lazySource(name, path, parent, all) {
  if (parent !== '') {
    const key = JSON.stringify(path.slice(parent.length + 1));
    // lodash/fp/get is a function; date-fns/fp/get is a namespace with that one name.
    const value = `require(${JSON.stringify(`${name}/${parent}`)})[${key}]`;
    return name === 'lodash' ? `module.exports=${value}` : `exports[${key}]=${value}`;
  }
  if (name === 'date-fns' && path === 'locale') return localeIndex(all);
  return bundle(`module.exports = require(${JSON.stringify(`${name}/${path}`)})`, { plugins: [outside] });
}

// All locales under their names, each compiled when it is first read.
function localeIndex(all) {
  const getters = all
    .filter((path) => path.startsWith('locale/'))
    .map((path) => {
      const code = path.slice('locale/'.length);
      const property = code.replaceAll('-', '');
      const load = `require(${JSON.stringify(`date-fns/${path}`)}).${property}`;
      return `get ${property}(){return ${load}}`;
    });
  return `module.exports={${getters.join(',')}}`;
}

async function lazySources(name, lazy) {
  const sources = {};
  const paths = Object.keys(lazy);
  for (const path of paths) sources[path] = (await lazySource(name, path, lazy[path], paths)).trimEnd();
  return sources;
}

function described(file, content) {
  return {
    file,
    size: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  };
}

async function bundleModule(name) {
  const { version, shared, lazy } = subpathsOf(name, ROOT);
  const file = name.replace('/', '+');
  const made = { name, version, ...described(`${file}.js`, await bundle(entry(name, shared), OPTIONS[name])) };
  if (Object.keys(lazy).length > 0) {
    made.lazy = described(`${file}.lazy.json`, JSON.stringify(await lazySources(name, lazy)));
  }
  return made;
}

async function bundleRuntime() {
  const result = await build({ ...COMMON, ...PLATFORM, format: 'esm', entryPoints: [RUNTIME] });
  return described('runtime.js', result.outputFiles[0].text);
}

async function save(directory, made) {
  const { content, ...entry } = made;
  await writeFile(join(directory, made.file), content);
  if (entry.lazy) entry.lazy = await save(directory, entry.lazy);
  return entry;
}

function report(modules) {
  for (const { name, version, size, lazy } of modules) {
    const more = lazy ? ` + ${(lazy.size / 1024).toFixed(0)} KiB on demand` : '';
    console.log(`${name.padEnd(12)} ${version.padEnd(8)} ${(size / 1024).toFixed(0).padStart(6)} KiB${more}`);
  }
}

async function main(output) {
  const names = JSON.parse(await readFile(join(ROOT, 'preload.json'), 'utf8'));
  const [runtime, ...modules] = await Promise.all([bundleRuntime(), ...names.map(bundleModule)]);
  const fresh = `${output}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const manifest = { runtime: await save(fresh, runtime), modules: [] };
  for (const made of modules) manifest.modules.push(await save(fresh, made));
  await writeFile(join(fresh, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');
  // The directory changes as a whole: a server that starts now sees the old bundles or the new ones.
  await rm(output, { recursive: true, force: true });
  await rename(fresh, output);
  report(manifest.modules);
}

await main(process.argv[2] ?? join(ROOT, 'dist'));
