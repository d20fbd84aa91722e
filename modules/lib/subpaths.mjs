// Which sub-paths of a package `require('name/sub')` knows, and how each is had.
//
// `head`: the code that has `main` in the bundle. `shared`: a JavaScript expression evaluated inside the bundle, so that
// the sub-path is the very same code as the main export. `lazy`: source kept as a string and compiled only when a script
// asks for it. A path that is in neither is not found; a package without a rule has main, package.json and what its
// `exports` map names.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const filesIn = (directory, ending) =>
  readdirSync(directory)
    .filter((file) => file.endsWith(ending) && !file.startsWith('_'))
    .map((file) => file.slice(0, -ending.length))
    .sort();

const readPackage = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

const requireOf = (...parts) => `require(${JSON.stringify(parts.join('/'))})`;

// From an ES module's build esbuild makes one scope instead of one closure per file: date-fns loads in half the time
// and leaves a third of the heap objects.
const importOf = (name) => `import * as main from ${JSON.stringify(name)};`;

// lodash is one file; its per-method files are the same functions built separately. They are answered from the main
// file: require('lodash/get') === require('lodash').get. Categories ('lodash/array') become objects of those functions.
// Files of the chaining machinery, which main does not expose ('lodash/wrapperAt', 'lodash/seq'), are left out.
function lodash(directory, require) {
  const _ = require('lodash');
  const shared = {};
  for (const path of filesIn(directory, '.js')) {
    if (/^(lodash|core|fp|flake)/.test(path)) continue;
    const value = require(`lodash/${path}`);
    const own = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (typeof value === typeof _[path]) shared[path] = `main[${JSON.stringify(path)}]`;
    else if (own.length > 0 && own.every((key) => key in _)) shared[path] = `pick(${JSON.stringify(own)})`;
  }
  for (const path of ['index', 'lodash', 'lodash.min', 'core', 'core.min']) shared[path] = 'main';
  const lazy = { fp: '' };
  for (const path of filesIn(join(directory, 'fp'), '.js')) {
    if (path === 'placeholder' || typeof require('lodash/fp')[path] === 'function') lazy[`fp/${path}`] = 'fp';
  }
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

// Any other package: what its `exports` map names outright.
function fromExports(name, directory, require) {
  const { exports } = readPackage(directory);
  const shared = {};
  if (typeof exports !== 'object' || exports === null) return { shared };
  for (const key of Object.keys(exports)) {
    if (!key.startsWith('./') || key.includes('*') || /\.(json|css|d\.ts)$/.test(key)) continue;
    try {
      require.resolve(`${name}/${key.slice(2)}`);
    } catch {
      continue;
    }
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

// {version, head: code, shared: {path: expression}, lazy: {path: '' or the lazy path whose property it is},
//  listed: whether the package names its sub-paths itself}
export function subpathsOf(name, root) {
  const directory = join(root, 'node_modules', name);
  if (!existsSync(directory)) throw new Error(`${name} is in preload.json but not installed: npm install --save-exact ${name}`);
  const require = createRequire(join(root, 'package.json'));
  const rule = RULES[name] ?? ((...args) => fromExports(name, ...args));
  const { head = `const main = ${requireOf(name)};`, shared = {}, lazy = {} } = rule(directory, require);
  const { version, exports } = readPackage(directory);
  shared['package.json'] = `(${JSON.stringify({ name, version })})`;
  return { version, head, shared, lazy, listed: exports !== undefined };
}
