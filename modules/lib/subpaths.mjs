// Which sub-paths of a package `require('name/sub')` knows, and how each is had.
//
// `head`: the code that has `main` in the bundle. `shared`: a JavaScript expression evaluated inside the bundle when a
// script first asks, so that the sub-path is the very same code as the main export. `lazy`: source kept as a string and
// compiled only when a script asks for it; it cannot share a file with the bundle (lib/module.mjs refuses that). A path
// that is in neither is not found. A package has package.json, what its rule below gives (without a rule: what its
// `exports` map names), and what its entry in preload.json lists.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { PRELOAD } from './preload.mjs';

const filesIn = (directory, ending) =>
  readdirSync(directory)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();

const readPackage = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

const requireOf = (...parts) => `require(${JSON.stringify(parts.join('/'))})`;

// From an ES module's build esbuild makes one scope instead of one closure per file: date-fns loads in half the time
// and leaves a third of the heap objects.
const importOf = (name) => `import * as main from ${JSON.stringify(name)};`;

// lodash is one file; its per-method files are the same functions built separately. They are answered from the main
// file: require('lodash/get') === require('lodash').get. Categories ('lodash/array') become objects of those functions.
// Files of the chaining machinery, which main does not expose ('lodash/wrapperAt', 'lodash/seq'), are as published, for who
// asks; those of the inside ('lodash/_baseGet') are left out. Those of lodash/fp are as published, too: each converts a
// function of main, and has lodash/fp/placeholder for a placeholder, where the functions of lodash/fp have lodash/fp itself.
function lodash(directory, require) {
  const _ = require('lodash');
  const shared = {};
  const lazy = { fp: '' };
  for (const path of filesIn(directory, '.js')) {
    if (/^(_|lodash|core|fp|flake)/.test(path)) continue;
    const value = require(`lodash/${path}`);
    const own = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (typeof value === typeof _[path]) shared[path] = `main[${JSON.stringify(path)}]`;
    else if (own.length > 0 && own.every((key) => key in _)) shared[path] = `pick(${JSON.stringify(own)})`;
    else lazy[path] = '';
  }
  for (const path of ['index', 'lodash', 'lodash.min', 'core', 'core.min']) shared[path] = 'main';
  for (const path of filesIn(join(directory, 'fp'), '.js')) lazy[`fp/${path}`] = '';
  return { shared, lazy };
}

function cryptoJs(directory) {
  const shared = {};
  for (const path of filesIn(directory, '.js')) shared[path] = requireOf('crypto-js', path);
  // A second, self-contained copy of the whole.
  shared['crypto-js'] = 'main';
  return { shared };
}

// date-fns: each function's file is that one function; fp and the ninety locales only when asked for.
function dateFns(directory, require) {
  const main = require('date-fns');
  const shared = {};
  const lazy = {};
  for (const key of Object.keys(readPackage(directory).exports)) {
    const path = key.slice(2);
    if (path === '' || path.endsWith('package.json')) continue;
    if (path.startsWith('fp/')) lazy[path] = 'fp';
    else if (path === 'fp' || path.startsWith('locale')) lazy[path] = '';
    else shared[path] = partOf(main, require(`date-fns/${path}`)) ?? path;
  }
  const head = `${importOf('date-fns')} import * as constants from 'date-fns/constants';`;
  return { head, shared, lazy };
}

// The expression for an object with some of main's properties, if `part` is that.
function partOf(main, part) {
  const keys = Object.keys(part);
  return keys.every((key) => main[key] === part[key]) ? `pick(${JSON.stringify(keys)})` : undefined;
}

function qs(directory) {
  const shared = {};
  for (const path of filesIn(join(directory, 'lib'), '.js')) shared[`lib/${path}`] = requireOf('qs', `lib/${path}`);
  return { shared };
}

function resolves(require, id) {
  try {
    require.resolve(id);
    return true;
  } catch {
    return false;
  }
}

// Any other package: what its `exports` map names outright.
function fromExports(name, directory, require) {
  const { exports } = readPackage(directory);
  const shared = {};
  if (typeof exports !== 'object' || exports === null) return { shared };
  for (const key of Object.keys(exports)) {
    if (!key.startsWith('./') || key.includes('*') || /\.(json|css|d\.ts)$/.test(key)) continue;
    if (!resolves(require, `${name}/${key.slice(2)}`)) continue;
    shared[key.slice(2)] = requireOf(name, key.slice(2));
  }
  return { shared };
}

// The name of the very file that main is, as some write it.
const mainFile = (...paths) => () => ({ shared: Object.fromEntries(paths.map((path) => [path, 'main'])) });

const RULES = {
  lodash,
  'crypto-js': cryptoJs,
  'date-fns': dateFns,
  qs,
  axios: mainFile('dist/node/axios.cjs', 'dist/browser/axios.cjs'),
  pinyin: mainFile('lib/cjs/pinyin'),
  uuid: () => ({ head: importOf('uuid') }),
};

const SOURCE = /\.([cm]?js)$/;

// What may stand for the last part of a sub-path in this folder: its files, with and without their ending, and folders.
function candidates(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => !each.name.startsWith('_') && (each.isDirectory() || SOURCE.test(each.name)))
    .map((each) => [each.name.replace(SOURCE, ''), each.name])
    .sort();
}

// The sub-paths that an item of preload.json means, as scripts write them: 'plugin/utc' itself, 'locale/*' all of it.
function expand(item, name, directory, require) {
  const path = item.replace(/\.js$/, '');
  const known = (each) => resolves(require, `${name}/${each}`);
  if (!path.includes('*')) {
    if (known(path)) return [path];
    throw new Error(`${PRELOAD} lists ${name}/${item}, which the installed ${name} does not have`);
  }
  const { dir, base } = posix.parse(path);
  if (base !== '*' || dir === '' || dir.includes('*')) {
    throw new Error(`${PRELOAD} lists ${name}/${item}; a * must be the whole last part, as in "locale/*"`);
  }
  const paths = candidates(join(directory, dir)).flatMap((names) => {
    const found = names.map((each) => `${dir}/${each}`).find(known);
    return found === undefined ? [] : [found];
  });
  if (paths.length > 0) return paths;
  throw new Error(`${PRELOAD} lists ${name}/${item}, where the installed ${name} has nothing`);
}

// The rule's sub-paths and those that preload.json lists, whose word counts more; `shared` over `lazy`.
function withListed({ shared = {}, lazy = {} }, entry, directory, require) {
  const all = { shared: { ...shared }, lazy: { ...lazy } };
  for (const path of entry.lazy.flatMap((item) => expand(item, entry.name, directory, require))) {
    delete all.shared[path];
    all.lazy[path] = '';
  }
  for (const path of entry.shared.flatMap((item) => expand(item, entry.name, directory, require))) {
    delete all.lazy[path];
    all.shared[path] = requireOf(entry.name, path);
  }
  return all;
}

// {name, version, head: code, shared: {path: expression}, lazy: {path: '' or the lazy path whose property it is},
//  listed: whether the package names its sub-paths itself} of an entry of preload.json
export function subpathsOf(root, entry) {
  const { name } = entry;
  const directory = join(root, 'node_modules', name);
  if (!existsSync(directory)) throw new Error(`${name} is in ${PRELOAD} but not installed: npm install --save-exact ${name}`);
  const require = createRequire(join(root, 'package.json'));
  const rule = RULES[name] ?? ((...args) => fromExports(name, ...args));
  const given = rule(directory, require);
  const { shared, lazy } = withListed(given, entry, directory, require);
  const { version, exports } = readPackage(directory);
  shared['package.json'] = `(${JSON.stringify({ name, version })})`;
  return { name, version, head: given.head ?? `const main = ${requireOf(name)};`, shared, lazy, listed: exports !== undefined };
}
