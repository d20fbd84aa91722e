// Which sub-paths of a package `require('name/sub')` knows, and how each is had.
//
// Three ways. `shared`: a JavaScript expression evaluated inside the package's bundle, so that the sub-path is the very
// same code as the main export. `lazy`: source kept as a string and compiled only when a script asks for it. A plain
// `{}` for everything else: main and package.json only.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const filesIn = (directory, ending) =>
  readdirSync(directory)
    .filter((file) => file.endsWith(ending) && !file.startsWith('_'))
    .map((file) => file.slice(0, -ending.length))
    .sort();

const readPackage = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

const requireOf = (name, path) => `require(${JSON.stringify(`${name}/${path}`)})`;

// lodash is one file; its per-method files are the same functions built separately. They are answered from the main
// file: require('lodash/get') === require('lodash').get. Categories ('lodash/array') become objects of those functions.
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
  shared.lodash = shared['lodash.min'] = shared.core = 'main';
  const lazy = { fp: '' };
  for (const path of filesIn(join(directory, 'fp'), '.js')) {
    if (path === 'placeholder' || typeof require('lodash/fp')[path] === 'function') lazy[`fp/${path}`] = 'fp';
  }
  return { shared, lazy };
}

function cryptoJs(directory) {
  const shared = {};
  for (const path of filesIn(directory, '.js')) shared[path] = requireOf('crypto-js', path);
  return { shared };
}

// date-fns: each function's own file, as the main one requires it; fp and the ninety locales only when asked for.
function dateFns(directory) {
  const shared = {};
  const lazy = {};
  for (const key of Object.keys(readPackage(directory).exports)) {
    const path = key.slice(2);
    if (path === '' || path.endsWith('package.json')) continue;
    if (path.startsWith('fp/')) lazy[path] = 'fp';
    else if (path === 'fp' || path.startsWith('locale')) lazy[path] = '';
    else shared[path] = requireOf('date-fns', path);
  }
  return { shared, lazy };
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

const RULES = { lodash, 'crypto-js': cryptoJs, 'date-fns': dateFns, qs, axios: () => ({}) };

// {shared: {path: expression}, lazy: {path: '' or the lazy path whose property it is}}
export function subpathsOf(name, root) {
  const directory = join(root, 'node_modules', name);
  if (!existsSync(directory)) throw new Error(`${name} is in preload.json but not installed: npm install --save-exact ${name}`);
  const require = createRequire(join(root, 'package.json'));
  const rule = RULES[name] ?? ((...args) => fromExports(name, ...args));
  const { shared = {}, lazy = {} } = rule(directory, require);
  const { version } = readPackage(directory);
  shared['package.json'] = `(${JSON.stringify({ name, version })})`;
  return { version, shared, lazy };
}
