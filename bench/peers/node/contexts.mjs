// node:vm: a fresh context for each call in Node's own isolate. Not a security boundary, as its documentation says.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { expiry } from './expiry.mjs';
import { namesIn } from './prelude.mjs';

const packages = createRequire(join(import.meta.dirname, '..', '..', '..', 'modules', 'package.json'));
const loaded = new Map();
const GLOBALS = { console, setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, Buffer, URL };

function require(name) {
  if (!loaded.has(name)) throw new Error(`Cannot find module '${name}'`);
  return loaded.get(name);
}

// Compiled once for each code that was seen. A bench sends a handful; a service would bound it.
const scripts = new Map();

function compiled(code) {
  let script = scripts.get(code);
  if (!script) {
    script = new vm.Script(`(async function (input, require) {\n${code}\n})(input, require)`);
    scripts.set(code, script);
  }
  return script;
}

// No `microtaskMode`: with a queue of its own, a context would never go on after a timer of Node's.
export async function createRunner({ modules, timeout }) {
  for (const name of await namesIn(modules)) loaded.set(name, packages(name));
  return async (code, inputJson) => {
    const context = vm.createContext({ ...GLOBALS, input: JSON.parse(inputJson), require });
    // `timeout` ends a loop before the first await, `expiry` a script that waits. A loop after it holds the process.
    const late = expiry(timeout);
    try {
      const result = await Promise.race([compiled(code).runInContext(context, { timeout }), late.promise]);
      return JSON.stringify(result) ?? 'null';
    } finally {
      late.clear();
    }
  };
}
