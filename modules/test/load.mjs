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

// One module of the manifest: {main, paths, require}. `require` knows the module, its sub-paths and its lazy sources.
export function load(name) {
  const entry = manifest.modules.find((module) => module.name === name);
  const lazy = entry.lazy ? JSON.parse(source(entry.lazy.file)) : {};
  const loaded = new Map();
  const { main, subpaths } = evaluate(source(entry.file), (id) => {
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
  return { main, require, paths: [...Object.keys(subpaths), ...Object.keys(lazy)] };
}
