// Built-in modules that nothing in an isolate could stand behind.

import { refuse } from './registry.js';

const FETCH = 'an isolate has no sockets; use fetch or axios for HTTP requests';
const FILES = 'an isolate has no files; pass data in with `input` and out with `return`';
const ALONE = 'an isolate is one process with one thread and starts no other; await several promises together instead';
const ENGINE = 'it drives V8, and the engine here is QuickJS-ng';
const MACHINERY = 'it works on a program around the block, and there is none; require() finds the preloaded modules only';
const TERMINAL = 'an isolate has no terminal; console messages come back with the result';

refuse(['http2', '_http_agent', '_http_client', '_http_common', '_http_incoming', '_http_outgoing',
  '_http_server'], FETCH);
refuse(['net', 'tls', 'dgram', '_tls_common', '_tls_wrap'], FETCH);
refuse(['dns', 'dns/promises'], 'an isolate has no network of its own; fetch and axios resolve names by themselves');
refuse(['fs', 'fs/promises'], FILES);
refuse(['child_process', 'cluster', 'worker_threads'], ALONE);
refuse(['v8', 'inspector', 'inspector/promises', 'trace_events'], ENGINE);
refuse('vm', `${ENGINE}; new Function('a', 'return a') compiles text`);
refuse(['module', 'repl'], MACHINERY);
refuse(['readline', 'readline/promises', 'tty'], TERMINAL);
refuse(['domain'], 'it is deprecated in Node; use try and catch with await');
refuse('wasi', 'the engine has no WebAssembly');
refuse(['test', 'test/reporters'], 'tests of a block belong beside the program that sends it; use assert for checks in it');
refuse(['sea', 'sqlite'], FILES);
refuse('async_hooks', 'the engine cannot follow a store through await; pass the value on as an argument');
