// Makes modules/dist from the installed packages: one CommonJS file per preloaded module, the runtime that every
// isolate wakes up in, and a manifest of them all (name, version, size, sha256), written last.
//
//   node modules/bundle.mjs [output directory]

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { axiosOnTheBroker } from './lib/axios.mjs';
import { unpackEncodings } from './lib/encodings.mjs';
import { LICENCES, licencesOf, packagesIn } from './lib/licences.mjs';
import { nodeLibrary } from './lib/node.mjs';
import { packPinyin } from './lib/pinyin.mjs';
import { subpathsOf } from './lib/subpaths.mjs';
import { undici } from './lib/undici.mjs';

const ROOT = dirname(fileURLToPath(import.meta.url));
const RUNTIME = join(ROOT, '..', 'executor', 'runtime', 'index.js');

// White space goes, identifiers stay, and where esbuild has to rename one (AxiosError became _AxiosError) `keepNames`
// restores it: `fn.name` is what it is in Node, and a stack frame inside a module can be read.
// ASCII output: the engine keeps a string with one wider character in twice the memory.
const COMMON = {
  bundle: true,
  write: false,
  absWorkingDir: ROOT,
  target: 'es2022',
  charset: 'ascii',
  // Their texts are in licences.txt.
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
  minifyWhitespace: true,
  minifySyntax: true,
  keepNames: true,
  nodePaths: [join(ROOT, 'node_modules')],
};

// The builds for browsers are the ones that need nothing of Node: crypto-js and uuid with the global `crypto`.
const PLATFORM = { platform: 'browser', mainFields: ['browser', 'main', 'module'], conditions: ['browser', 'default'] };

const OPTIONS = {
  axios: {
    platform: 'node',
    mainFields: ['main'],
    conditions: ['node', 'require', 'default'],
    plugins: [axiosOnTheBroker],
  },
  pinyin: {
    // The build for Node: the one for browsers throws where there is no Intl, this one falls back quietly.
    mainFields: ['main'],
    external: ['nodejieba', '@node-rs/jieba', 'segmentit'],
    plugins: [packPinyin],
    // Nearly all of it is Chinese: escaped, each character would be six bytes instead of three.
    charset: 'utf8',
  },
};

// Folders of all packages that something was taken from.
const packages = [];

async function built(options) {
  const result = await build({ ...COMMON, ...PLATFORM, ...options });
  packages.push(...packagesIn(result.metafile));
  return result.outputFiles[0].text;
}

async function bundle(contents, options) {
  return built({
    format: 'cjs',
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    ...options,
  });
}

// `main` and the sub-paths of one module share one graph, so state and identity are shared as in Node.
function entry({ head, shared, listed }) {
  const paths = Object.entries(shared).map(([path, expression]) => `${JSON.stringify(path)}: () => ${expression}`);
  return `
    ${head}
    const pick = (keys) => Object.fromEntries(keys.map((key) => [key, main[key]]));
    exports.main = main;
    exports.listed = ${listed};
    exports.subpaths = { ${paths.join(',\n')} };`;
}

// A lazy source leaves out what is loaded already: the functions of date-fns, and lodash, which lodash/fp converts.
function outside(name, shared) {
  const directory = join(ROOT, 'node_modules', name);
  return {
    name: 'leave-out-what-is-loaded',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = relative(directory, join(resolveDir, path)).replace(/\.c?js$/, '');
        if (name === 'lodash' && file === 'lodash.min') return { path: name, external: true };
        return Object.hasOwn(shared, file) ? { path: `${name}/${file}`, external: true } : undefined;
      });
    },
  };
}

async function lazySource(name, path, { shared, lazy }) {
  const parent = lazy[path];
  if (parent !== '') {
    const key = JSON.stringify(path.slice(parent.length + 1));
    // lodash/fp/get is a function; date-fns/fp/get is a namespace with that one name.
    const value = `require(${JSON.stringify(`${name}/${parent}`)})[${key}]`;
    return name === 'lodash' ? `module.exports=${value}` : `exports[${key}]=${value}`;
  }
  if (name === 'date-fns' && path === 'locale') return localeIndex(Object.keys(lazy));
  const contents = `module.exports = require(${JSON.stringify(`${name}/${path}`)})`;
  return (await bundle(contents, { plugins: [outside(name, shared)] })).trimEnd();
}

// All locales under their names, each compiled when it is first read.
function localeIndex(paths) {
  const require = createRequire(join(ROOT, 'package.json'));
  const getters = paths
    .filter((path) => path.startsWith('locale/'))
    .map((path) => {
      const [property] = Object.keys(require(`date-fns/${path}`));
      return `get ${property}(){return require(${JSON.stringify(`date-fns/${path}`)}).${property}}`;
    });
  return `module.exports={${getters.join(',')}}`;
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
  const parts = subpathsOf(name, ROOT);
  const file = name.replace('/', '+');
  const content = await bundle(entry(parts), OPTIONS[name]);
  const made = { name, version: parts.version, ...described(`${file}.js`, content) };
  const sources = {};
  for (const path of Object.keys(parts.lazy)) sources[path] = await lazySource(name, path, parts);
  if (Object.keys(sources).length > 0) made.lazy = described(`${file}.lazy.json`, JSON.stringify(sources));
  return made;
}

async function bundleNamed(name) {
  try {
    return await bundleModule(name);
  } catch (error) {
    throw new Error(`cannot bundle ${name}: ${error.message}`, { cause: error });
  }
}

// In its builds for browsers @exodus/bytes takes a native TextDecoder for given; those for React Native do without.
const TEXT_FILES = {
  '@exodus/bytes/utf16.js': 'utf16.native.js',
  './fallback/platform.js': 'fallback/platform.native.js',
  './platform.js': 'fallback/platform.native.js',
  './fallback/utf8.auto.js': 'fallback/utf8.auto.native.js',
};
const withoutNativeText = {
  name: 'engine-without-text-decoder',
  setup(build) {
    const directory = join(ROOT, 'node_modules', '@exodus', 'bytes');
    build.onResolve({ filter: /(utf16|platform|utf8\.auto)\.js$/ }, ({ path, importer }) => (
      importer.startsWith(directory) && path in TEXT_FILES ? { path: join(directory, TEXT_FILES[path]) } : undefined
    ));
  },
};

async function bundleRuntime() {
  const plugins = [withoutNativeText, unpackEncodings, undici(dirname(RUNTIME)), nodeLibrary()];
  return described('runtime.js', await built({ format: 'esm', entryPoints: [RUNTIME], plugins }));
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
  const [runtime, ...modules] = await Promise.all([bundleRuntime(), ...names.map(bundleNamed)]);
  const fresh = `${output}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const manifest = { runtime: await save(fresh, runtime), modules: [] };
  for (const made of modules) manifest.modules.push(await save(fresh, made));
  await writeFile(join(fresh, LICENCES), await licencesOf(ROOT, packages));
  await writeFile(join(fresh, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');
  // The directory changes as a whole: a server that starts now sees the old bundles or the new ones.
  await rm(output, { recursive: true, force: true });
  await rename(fresh, output);
  report(manifest.modules);
}

try {
  await main(process.argv[2] ?? join(ROOT, 'dist'));
} catch (error) {
  // esbuild's message names the file and what it could not resolve; a stack of ours adds nothing.
  console.error(`modules: ${error.message}`);
  process.exitCode = 1;
}
