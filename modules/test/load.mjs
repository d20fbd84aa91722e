// Loads bundles as the engine does: strict code, in a function (module, exports, require), with Node's
// built-in modules and nothing else to require.

import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
export const DIST = join(ROOT, 'dist');
export const published = createRequire(join(ROOT, 'package.json'));
export const manifest = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8'));

function evaluate(source, require) {
  const module = { exports: {} };
  new Function('module', 'exports', 'require', `"use strict";${source}\n`)(module, module.exports, require);
  return module.exports;
}

function notFound(id) {
  return Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
}

export const source = (file) => readFileSync(join(DIST, file), 'utf8');

// A bundle and its lazy sources: {main, paths, lazyPaths, require}. `require` knows the module and its sub-paths.
export function evaluated(name, content, lazy) {
  const loaded = new Map();
  const { main, subpaths } = evaluate(content, (id) => {
    if (isBuiltin(id)) return published(id);
    throw notFound(id);
  });
  const make = (path, id) => {
    if (Object.hasOwn(subpaths, path)) return subpaths[path]();
    if (Object.hasOwn(lazy, path)) return evaluate(lazy[path], require);
    throw notFound(id);
  };
  function require(id) {
    if (id === name) return main;
    const path = id.startsWith(`${name}/`) ? id.slice(name.length + 1) : '';
    if (!loaded.has(path)) loaded.set(path, make(path, id));
    return loaded.get(path);
  }
  const lazyPaths = Object.keys(lazy);
  return { main, require, paths: [...Object.keys(subpaths), ...lazyPaths], lazyPaths };
}

// One module of the manifest.
export function load(name) {
  const entry = manifest.modules.find((module) => module.name === name);
  return evaluated(name, source(entry.file), entry.lazy ? JSON.parse(source(entry.lazy.file)) : {});
}
