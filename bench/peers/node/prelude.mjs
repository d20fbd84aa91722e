// What an isolate of isolated-vm has beside the language: `require`, timers, and `serve`, which runs a body.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

// The preloaded modules that `make peers` bundled into this folder.
export const namesIn = async (modules) => JSON.parse(await readFile(join(modules, 'names.json'), 'utf8'));

// Runs in the isolate. Scripts of `moduleScripts` call `define`; what is defined, `require` evaluates once.
function setUp(global) {
  const sources = new Map();
  const loaded = new Map();
  global.define = (name, source) => sources.set(name, source);
  // `sleep` and `read` are references to the host's functions: a promise after so many milliseconds, and the script of
  // a module that was not foreseen. They stay in this closure.
  global.serve = async (body, inputJson, sleep, read) => {
    const { define } = global;
    const require = (name) => {
      if (!loaded.has(name)) {
        if (!sources.has(name)) {
          const script = read.applySync(undefined, [String(name)]);
          if (script === undefined) throw new Error(`Cannot find module '${name}'`);
          global.define = define;
          (0, eval)(script);
        }
        const module = { exports: {} };
        sources.get(name)(module, module.exports, require);
        loaded.set(name, module.exports);
      }
      return loaded.get(name);
    };
    delete global.define;
    delete global.serve;

    const waiting = new Set();
    let last = 0;
    global.setTimeout = (callback, delay, ...args) => {
      const id = ++last;
      waiting.add(id);
      sleep
        .apply(undefined, [Number(delay) || 0], { result: { promise: true } })
        .then(() => waiting.delete(id) && callback(...args));
      return id;
    };
    global.clearTimeout = (id) => waiting.delete(id);
    return JSON.stringify(await body(JSON.parse(inputJson), require)) ?? 'null';
  };
}

export const PRELUDE = `(${setUp})(globalThis);`;

// By name, a script that defines the module without evaluating it.
export async function moduleScripts(modules) {
  const scripts = (await namesIn(modules)).map(async (name) => {
    const source = await readFile(join(modules, `${name}.js`), 'utf8');
    return [name, `define(${JSON.stringify(name)}, function (module, exports, require) {\n${source}\n});`];
  });
  return new Map(await Promise.all(scripts));
}

export const bodyOf = (code) => `async function (input, require) {\n${code}\n}`;

// Those of `scripts` that a script names in a plain call of `require`. Another way to require one works too, and is slower.
export function foreseen(code, scripts) {
  const named = Array.from(code.matchAll(/require\(\s*(['"])([\w-]+)\1\s*\)/g), ([, , name]) => name);
  return [...scripts.keys()].filter((name) => named.includes(name));
}
