// Those of Node's own library (modules/lib/node.mjs) that need nothing but JavaScript.

import assert from 'node:assert';
import strict from 'node:assert/strict';
import buffer from 'node:buffer';
import diagnostics_channel from 'node:diagnostics_channel';
import events from 'node:events';
import path from 'node:path';
import punycode from 'node:punycode';
import querystring from 'node:querystring';
import stream from 'node:stream';
import consumers from 'node:stream/consumers';
import streamPromises from 'node:stream/promises';
import string_decoder from 'node:string_decoder';
import url from 'node:url';
import util from 'node:util';
import zlib from 'node:zlib';
import { Console } from 'node:internal/console/constructor';
import { mostListeners } from 'node:internal/event_target';
import { emitWarning } from 'node:internal/process/warning';
import { inspect } from 'node:internal/util/inspect';
import { initializeDebugEnv } from 'node:internal/util/debuglog';
import { all } from './bindings/constants.js';
import { register } from './registry.js';
import { countListeners } from '../web/event-target.js';

// Node's start does this: without it the first line for NODE_DEBUG throws (streams write some).
initializeDebugEnv(undefined);

// Its instances are marked by a symbol that Node keeps to itself; the global console is one.
const mark = Object.getOwnPropertySymbols(new Console({ write() {} })).find(({ description }) => description === 'kIsConsole');
Object.defineProperty(console, mark, { value: true, writable: true, configurable: true, enumerable: false });
console.Console = Console;

register('assert', assert);
register('assert/strict', strict);
register('buffer', buffer);
register('console', globalThis.console);
register('constants', all);
register('diagnostics_channel', diagnostics_channel);
register('events', events);
register('path', path);
register('path/posix', path.posix);
register('path/win32', path.win32);
register('punycode', punycode);
register('querystring', querystring);
register('stream', stream);
register('stream/consumers', consumers);
for (const name of ['Duplex', 'PassThrough', 'Readable', 'Transform', 'Writable']) register(`_stream_${name.toLowerCase()}`, stream[name]);
register('stream/promises', streamPromises);
register('string_decoder', string_decoder);
register('url', url);
register(['util', 'sys'], util);
register('util/types', util.types);
register('zlib', zlib);

// In Node the global functions are those of the module, and the module's work on whole texts at a time here.
for (const [name, enumerable] of [['Buffer', false], ['atob', true], ['btoa', true]]) {
  Object.defineProperty(globalThis, name, { value: buffer[name], writable: true, configurable: true, enumerable });
}

// Node warns of what looks like a leak.
const { kMaxEventTargetListeners, kMaxEventTargetListenersWarned: warned } = events;
countListeners((target, type, count) => {
  const most = mostListeners(target, kMaxEventTargetListeners);
  if (!(most > 0 && count > most) || target[warned]) return;
  target[warned] = true;
  const warning = new Error(`Possible EventTarget memory leak detected. ${count} ${type} listeners added to ` +
    `${inspect(target, { depth: -1 })}. MaxListeners is ${most}. Use events.setMaxListeners() to increase limit`);
  emitWarning(Object.assign(warning, { name: 'MaxListenersExceededWarning', target, type, count }));
});
