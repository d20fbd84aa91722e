// isolated-vm: scripts run in its threads, beside gRPC in the main thread. JSON goes in and out as a string. Modes:
//
//   fresh     an isolate for each call; modules that the script requires are compiled from V8's code cache
//   snapshot  an isolate for each call, from a snapshot that has the modules
//   context   a context for each call in one isolate a process; modules are compiled once

import { setTimeout as sleep } from 'node:timers/promises';
import { Expired, expiry } from './expiry.mjs';
import { bodyOf, foreseen, moduleScripts, PRELUDE } from './prelude.mjs';

// Megabytes; isolated-vm's own default.
const MEMORY_LIMIT = 128;
// Isolates made ahead of calls. They cost the same, but not while a caller waits.
const SPARES = 2;

// What came first: the script's end or the time limit, which `timeout` of isolated-vm does not keep once a script waits.
async function within(timeout, running, end) {
  const late = expiry(timeout);
  try {
    return await Promise.race([running, late.promise]);
  } finally {
    late.clear();
    end();
  }
}

// Calls `make` ahead of time; each thing is taken once.
function stock(make) {
  const spares = [];
  const refill = () => {
    if (spares.length >= SPARES) return;
    spares.push(make());
    setImmediate(refill);
  };
  refill();
  return { take: () => spares.pop() ?? make(), refill: () => setImmediate(refill) };
}

// An isolate for each call. `make` gives one with its context on the way, `prepare` loads what the code requires.
function isolates({ timeout, host }, make, prepare = async () => {}) {
  const spares = stock(make);
  return (code, inputJson) => {
    const { isolate, ready } = spares.take();
    const run = async () => {
      const context = await ready;
      await prepare(isolate, context, code);
      const call = `return serve(${bodyOf(code)}, $0, $1, $2)`;
      return context.evalClosure(call, [inputJson, ...host], { timeout, result: { promise: true } });
    };
    return within(timeout, run(), () => {
      isolate.dispose();
      spares.refill();
    });
  };
}

// `produceCachedData` has the functions that are compiled by then: all that evaluating the module calls.
async function codeCache(ivm, script, evaluation) {
  const isolate = new ivm.Isolate();
  const context = await isolate.createContext();
  await context.eval(PRELUDE);
  await (await isolate.compileScript(script)).run(context);
  await context.eval(evaluation);
  const { cachedData } = await isolate.compileScript(script, { produceCachedData: true });
  isolate.dispose();
  return cachedData;
}

async function freshIsolates(ivm, scripts, settings) {
  const caches = new Map();
  for (const [name, script] of scripts) {
    const evaluation = `serve(async (_, require) => { require(${JSON.stringify(name)}); }, "null")`;
    caches.set(name, await codeCache(ivm, script, evaluation));
  }
  const make = () => {
    const isolate = new ivm.Isolate({ memoryLimit: MEMORY_LIMIT });
    const ready = isolate.createContext().then((context) => {
      context.evalIgnored(PRELUDE);
      return context;
    });
    return { isolate, ready };
  };
  const prepare = async (isolate, context, code) => {
    for (const name of foreseen(code, scripts)) {
      const script = await isolate.compileScript(scripts.get(name), { cachedData: caches.get(name) });
      script.runIgnored(context);
    }
  };
  return isolates(settings, make, prepare);
}

// The modules are functions that nobody has called. With modules evaluated a snapshot restores in 13 ms instead of 3,
// and, in Node 20 with isolated-vm 5.0.4, it is broken: whatever was compiled before the snapshot loses strings of one
// character, so `createSnapshot([{ code: 'globalThis.t = 1' }])` gives an isolate in which `t` is not defined.
function fromSnapshot(ivm, scripts, settings) {
  // A script each: pinyin's is two bytes a character, the others one.
  const parts = [PRELUDE, ...scripts.values()].map((code) => ({ code }));
  const snapshot = ivm.Isolate.createSnapshot(parts);
  return isolates(settings, () => {
    const isolate = new ivm.Isolate({ memoryLimit: MEMORY_LIMIT, snapshot });
    return { isolate, ready: isolate.createContext() };
  });
}

// One isolate with all that was compiled in it.
function workshop(ivm, scripts) {
  const isolate = new ivm.Isolate({ memoryLimit: MEMORY_LIMIT });
  const compiled = new Map();
  const compile = (source) => {
    if (!compiled.has(source)) compiled.set(source, isolate.compileScript(source));
    return compiled.get(source);
  };
  return {
    isolate,
    parts: (code) => Promise.all([
      compile(`serve(${bodyOf(code)}, inputJson, sleep, read)`),
      compile(PRELUDE),
      ...foreseen(code, scripts).map((name) => compile(scripts.get(name))),
    ]),
  };
}

function freshContexts(ivm, scripts, { timeout, host }) {
  let shop = workshop(ivm, scripts);
  return async (code, inputJson) => {
    // Gone with all that was in it, after a script used up its memory or held it beyond its time.
    if (shop.isolate.isDisposed) shop = workshop(ivm, scripts);
    const { isolate } = shop;
    const [[call, ...parts], context] = await Promise.all([shop.parts(code), isolate.createContext()]);
    // Ignored: queued in order, without waiting for an answer.
    for (const part of parts) part.runIgnored(context);
    const values = { inputJson, sleep: host[0], read: host[1] };
    for (const [name, value] of Object.entries(values)) context.global.setIgnored(name, value);
    try {
      return await within(timeout, call.run(context, { timeout, promise: true }), () => context.release());
    } catch (error) {
      // It may be in a loop that nothing else ends: other calls in this isolate are lost with it.
      if (error instanceof Expired) isolate.dispose();
      throw error;
    }
  };
}

const MODES = { fresh: freshIsolates, snapshot: fromSnapshot, context: freshContexts };

export async function createRunner({ mode, load, modules, timeout }) {
  const ivm = load('isolated-vm');
  const scripts = await moduleScripts(modules);
  const host = [new ivm.Reference((delay) => sleep(delay)), new ivm.Reference((name) => scripts.get(name))];
  return MODES[mode](ivm, scripts, { timeout, host });
}
