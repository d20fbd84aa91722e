// One preloaded module: its bundle, and the sources of its sub-paths that are compiled when a script asks for them.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix, relative } from 'node:path';
import { axiosOnTheBroker } from './axios.mjs';
import { nativeParts } from './crypto-js.mjs';
import { bundled } from './esbuild.mjs';
import { packagesIn } from './licences.mjs';
import { typesOfNode } from './lodash.mjs';
import { packPinyin } from './pinyin.mjs';
import { subpathsOf } from './subpaths.mjs';

const OPTIONS = {
  axios: {
    platform: 'node',
    mainFields: ['main'],
    conditions: ['node', 'require', 'default'],
    plugins: [axiosOnTheBroker],
  },
  'crypto-js': { external: ['buffer', 'crypto'], plugins: [nativeParts] },
  lodash: { external: ['util'], plugins: [typesOfNode] },
  pinyin: {
    // The build for Node: the one for browsers throws where there is no Intl, this one falls back quietly.
    mainFields: ['main'],
    external: ['nodejieba', '@node-rs/jieba', 'segmentit'],
    plugins: [packPinyin],
    // Nearly all of it is Chinese: escaped, each character would be six bytes instead of three.
    charset: 'utf8',
  },
};

// `main` and the sub-paths of one module share one graph, so state and identity are shared as in Node.
function entryPoint({ head, shared, listed }) {
  const paths = Object.entries(shared).map(([path, expression]) => `${JSON.stringify(path)}: () => ${expression}`);
  return `
    ${head}
    const pick = (keys) => Object.fromEntries(keys.map((key) => [key, main[key]]));
    exports.main = main;
    exports.listed = ${listed};
    exports.subpaths = { ${paths.join(',\n')} };`;
}

// A lazy source leaves out what is loaded already: the functions of date-fns, and lodash, which lodash/fp converts. And what
// is a sub-path of its own beside it, as the files of lodash/fp are.
function outside({ name, shared, lazy }, root) {
  const directory = join(root, 'node_modules', name);
  return {
    name: 'leave-out-what-is-loaded',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = relative(directory, join(resolveDir, path)).replace(/\.[cm]?js$/, '');
        if (name === 'lodash' && file === 'lodash.min') return { path: name, external: true };
        const own = Object.hasOwn(shared, file) || (name === 'lodash' && Object.hasOwn(lazy, file));
        return own ? { path: `${name}/${file}`, external: true } : undefined;
      });
    },
  };
}

// All locales under their names, each compiled when it is first read.
function localeIndex(root, paths) {
  const require = createRequire(join(root, 'package.json'));
  const getters = paths
    .filter((path) => path.startsWith('locale/'))
    .map((path) => {
      const [property] = Object.keys(require(`date-fns/${path}`));
      return `get ${property}(){return require(${JSON.stringify(`date-fns/${path}`)}).${property}}`;
    });
  return `module.exports={${getters.join(',')}}`;
}

// A file of lodash/fp that only puts others together is taken as it is, under their names in require(): bundled, four
// hundred of them would be four times as long.
const CONVERTS = /^var convert = /;
function convertingSource(root, { name, shared, lazy }, path) {
  const source = readFileSync(join(root, 'node_modules', name, `${path}.js`), 'utf8');
  let known = CONVERTS.test(source);
  const text = source.replace(/require\('(\.[^']+)'\)/g, (all, file) => {
    const sub = posix.join(posix.dirname(path), file);
    known &&= Object.hasOwn(shared, sub) || Object.hasOwn(lazy, sub);
    return `require(${JSON.stringify(`${name}/${sub}`)})`;
  });
  return known ? text.trim() : undefined;
}

// A lazy source that is made of others, so that nothing is bundled for it; undefined where it is a file of its own.
function derivedSource(root, parts, path) {
  const { name, lazy } = parts;
  const parent = lazy[path];
  if (parent !== '') {
    // date-fns/fp/get is a namespace with that one name.
    const key = JSON.stringify(path.slice(parent.length + 1));
    return `exports[${key}]=require(${JSON.stringify(`${name}/${parent}`)})[${key}]`;
  }
  if (name === 'lodash') return convertingSource(root, parts, path);
  return name === 'date-fns' && path === 'locale' ? localeIndex(root, Object.keys(lazy)) : undefined;
}

// Files of packages; what esbuild or a plugin made up has a namespace before its name.
const filesOf = ({ inputs }) => Object.keys(inputs).filter((path) => path.includes('node_modules/') && !path.includes(':'));

// The first file of a lazy source that would be a second copy: what the bundle has, or what the source has for the main
// export under the package's own name, which may be another build of it (ES module here, CommonJS there).
function copiedFile(name, metafile, loaded) {
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const main = imports.find(({ original, external }) => original === name && !external);
  return main?.path ?? filesOf(metafile).find((file) => loaded.has(file));
}

// Three paths as they are, more of them by their folders.
const briefly = (paths) =>
  paths.length <= 3 ? paths : [...new Set(paths.map((path) => path.replace(/[^/]+$/, path.includes('/') ? '*' : '$&')))];

// A sub-path with a copy of its own would register its locale, or extend a class, where no script sees it. A lazy source
// cannot reach into the bundle, so such a sub-path has to be part of it.
function refuseCopies({ name }, copies) {
  const paths = Object.keys(copies);
  if (paths.length === 0) return;
  const more = paths.length > 1 ? ` (and ${paths.length - 1} more)` : '';
  throw new Error(
    `the lazy sub-path ${name}/${paths[0]}${more} would bring a private copy of ${copies[paths[0]]}: what it sets ` +
      `there, require('${name}') does not see. Write it under "shared" instead of "lazy" in modules/preload.json: ` +
      JSON.stringify({ name, shared: briefly(paths) }),
  );
}

async function lazySources(root, parts, loaded) {
  const plugins = [outside(parts, root)];
  const sources = {};
  const copies = {};
  const metafiles = [];
  for (const path of Object.keys(parts.lazy)) {
    sources[path] = derivedSource(root, parts, path);
    if (sources[path] !== undefined) continue;
    const contents = `module.exports = require(${JSON.stringify(`${parts.name}/${path}`)})`;
    const { text, metafile } = await bundled(root, contents, { plugins });
    sources[path] = text.trimEnd();
    metafiles.push(metafile);
    const copied = copiedFile(parts.name, metafile, loaded);
    if (copied !== undefined) copies[path] = copied;
  }
  refuseCopies(parts, copies);
  return { sources, metafiles };
}

async function bundleParts(root, parts) {
  const { text, metafile } = await bundled(root, entryPoint(parts), OPTIONS[parts.name]);
  const { sources, metafiles } = await lazySources(root, parts, new Set(filesOf(metafile)));
  const packages = [metafile, ...metafiles].flatMap(packagesIn);
  return { name: parts.name, version: parts.version, content: text, sources, packages };
}

// {name, version, content: the bundle, sources: {lazy sub-path: source}, packages: folders of all that is in them} of an
// entry of preload.json and what is installed in `root`. Throws an Error that names the module.
export async function bundleModule(root, entry) {
  try {
    return await bundleParts(root, subpathsOf(root, entry));
  } catch (error) {
    throw new Error(`cannot bundle ${entry.name}: ${error.message}`, { cause: error });
  }
}
