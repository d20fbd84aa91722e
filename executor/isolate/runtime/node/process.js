// `process`: what a block may ask about, with nothing of the host in it.

import EventEmitter from 'node:events';
import { emitWarning } from 'node:internal/process/warning';
import { codes } from 'node:internal/errors';
import { setWarn } from '../console.js';
import { outlets } from '../failures.js';
import { apply, defineProperty, monotonic } from '../host.js';
import { nextTick } from '../timers.js';
import { process } from './process_object.js';
import { register } from './registry.js';

const hidden = (value) => ({ value, writable: true, configurable: true, enumerable: false });

// Values become texts, as those of a real environment are.
const env = new Proxy({}, {
  set(target, name, value) {
    if (typeof name === 'symbol' || typeof value === 'symbol') {
      throw new TypeError('Cannot convert a Symbol value to a string');
    }
    target[name] = `${value}`;
    return true;
  },
  defineProperty(target, name, descriptor) {
    if ('value' in descriptor) descriptor = { ...descriptor, value: `${descriptor.value}` };
    return Reflect.defineProperty(target, name, descriptor);
  },
});

function unavailable(name, instead) {
  return { [name]() {
    throw Object.assign(new Error(`process.${name}() is not available: ${instead}`), { code: 'ERR_FEATURE_UNAVAILABLE' });
  } }[name];
}

function hrtime(previous) {
  const now = monotonic();
  const seconds = Math.floor(now / 1000);
  const nanoseconds = Math.floor((now - seconds * 1000) * 1e6);
  if (previous === undefined) return [seconds, nanoseconds];
  if (!Array.isArray(previous)) throw new codes.ERR_INVALID_ARG_TYPE('time', 'Array', previous);
  if (previous.length !== 2) throw new codes.ERR_OUT_OF_RANGE('time', 2, previous.length);
  const borrow = nanoseconds < previous[1] ? 1 : 0;
  return [seconds - previous[0] - borrow, nanoseconds - previous[1] + borrow * 1e9];
}
hrtime.bigint = { bigint: () => BigInt(Math.floor(monotonic() * 1e6)) }.bigint;

// Each write is a message of the console, without the line end that a terminal would want.
function stream(fd, print) {
  return {
    fd,
    isTTY: false,
    writable: true,
    columns: undefined,
    write(chunk, encoding, done) {
      if (typeof encoding === 'function') [encoding, done] = [undefined, encoding];
      if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk)) {
        throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
      }
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString();
      print(text.endsWith('\n') ? text.slice(0, -1) : text);
      if (typeof done === 'function') process.nextTick(done);
      return true;
    },
    end(chunk, encoding, done) {
      if (chunk !== undefined && typeof chunk !== 'function') this.write(chunk, encoding, done);
    },
    on() { return this; },
    once() { return this; },
    emit: () => false,
    removeListener() { return this; },
    getColorDepth: () => 1,
    hasColors: () => false,
  };
}

const { error: printError, log: print } = console;

// As Node prints a warning, without the advice to start it with a flag.
function printWarning(warning) {
  if (!(warning instanceof Error) || (warning.name === 'DeprecationWarning' && process.noDeprecation)) return;
  const code = warning.code ? `[${warning.code}] ` : '';
  const detail = typeof warning.detail === 'string' ? `\n${warning.detail}` : '';
  apply(printError, console, [`(node:${process.pid}) ${code}${warning.toString()}${detail}`]);
}

const MEMORY = { rss: 134217728, heapTotal: 67108864, heapUsed: 33554432, external: 1048576, arrayBuffers: 65536 };
const memoryUsage = () => ({ ...MEMORY });
memoryUsage.rss = () => MEMORY.rss;

Object.setPrototypeOf(process, Object.create(EventEmitter.prototype, {
  constructor: { value: function process() {}, writable: true, configurable: true, enumerable: false },
}));
let started = 0;

Object.assign(process, {
  title: 'node',
  env,
  argv: ['node', 'script.js'],
  execArgv: [],
  argv0: 'node',
  execPath: 'node',
  pid: 1,
  ppid: 0,
  exitCode: undefined,
  debugPort: 9229,
  versions: Object.freeze({
    node: '20.20.2', v8: '11.3.244.8-node.38', uv: '1.46.0', zlib: '1.3.0.1-motley', modules: '115', openssl: '3.0.17',
    unicode: '15.1', quickjs: '0.17',
  }),
  release: Object.freeze({ name: 'node', lts: 'Iron' }),
  config: Object.freeze({ target_defaults: Object.freeze({}), variables: Object.freeze({}) }),
  features: Object.freeze({
    inspector: false, debug: false, uv: false, ipv6: false, tls_alpn: false, tls_sni: false, tls_ocsp: false, tls: false,
  }),
  allowedNodeEnvironmentFlags: new Set(),
  report: undefined,
  stdout: stream(1, (text) => apply(print, console, [text])),
  stderr: stream(2, (text) => apply(printError, console, [text])),
  stdin: undefined,
  cwd: () => '/',
  umask: () => 0o22,
  getuid: () => 1000,
  geteuid: () => 1000,
  getgid: () => 1000,
  getegid: () => 1000,
  getgroups: () => [1000],
  hrtime,
  uptime: () => (monotonic() - started) / 1000,
  memoryUsage,
  constrainedMemory: () => 0,
  availableMemory: () => MEMORY.rss,
  cpuUsage: (previous) => {
    // One thread that is always at work: what has passed is what it used.
    const user = Math.floor((monotonic() - started) * 1000);
    return previous === undefined ? { user, system: 0 } : { user: user - previous.user, system: 0 };
  },
  resourceUsage: () => ({ userCPUTime: Math.floor((monotonic() - started) * 1000), systemCPUTime: 0, maxRSS: MEMORY.rss / 1024 }),
  nextTick,
  emitWarning,
  exit() {
    throw new Error('process.exit() is not available: a code block ends with return, or by throwing');
  },
  abort: unavailable('abort', 'a code block ends with return, or by throwing'),
  kill: unavailable('kill', 'an isolate knows no other process'),
  chdir: unavailable('chdir', 'an isolate has no files and so no directories'),
  setUncaughtExceptionCaptureCallback: unavailable('setUncaughtExceptionCaptureCallback', 'catch errors where they are thrown'),
  hasUncaughtExceptionCaptureCallback: () => false,
  getActiveResourcesInfo: () => [],
  setSourceMapsEnabled() {},
});
EventEmitter.call(process);
process.on('warning', printWarning);
// Of the object that the runtime made, whatever a script puts in the global's place.
setWarn((message) => emitWarning(message));
outlets.uncaughtException = (error, origin) => process.emit('uncaughtException', error, origin);
outlets.unhandledRejection = (reason, promise) => process.emit('unhandledRejection', reason, promise);
for (const name of ['_events', '_eventsCount', '_maxListeners', 'domain']) {
  if (Object.hasOwn(process, name)) defineProperty(process, name, hidden(process[name]));
}
defineProperty(process, Symbol.toStringTag, { value: 'process', writable: false, configurable: true, enumerable: false });

// The clock of uptime() begins with the job.
export function startProcess() { started = monotonic(); }

defineProperty(globalThis, 'process', hidden(process));
register('process', process);
