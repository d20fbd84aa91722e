// `process`: what a block may ask about, with nothing of the host in it.

import EventEmitter from 'node:events';
import { emitWarning } from 'node:internal/process/warning';
import { codes } from 'node:internal/errors';
import { sendTo, setOutlet, setWarn } from '../console.js';
import { outlets } from '../failures.js';
import { apply, defineProperty, errorToString, monotonic } from '../host.js';
import { nextTick } from '../timers.js';
import { captured, checked, env, unavailable, validateUsage } from './process_checked.js';
import { process } from './process_object.js';
import { register } from './registry.js';

const hidden = (value) => ({ value, writable: true, configurable: true, enumerable: false });

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
      if (typeof done === 'function') process.nextTick(done, null);
      return true;
    },
    end(chunk, encoding, done) {
      if (chunk !== undefined && typeof chunk !== 'function') this.write(chunk, encoding, done);
    },
    on() { return this; },
    once() { return this; },
    emit: () => false,
    listenerCount: () => 0,
    off() { return this; },
    removeListener() { return this; },
    getColorDepth: () => 1,
    hasColors: () => false,
  };
}

const { error: printError } = console;

// As Node prints a warning, without the advice to start it with a flag.
function printWarning(warning) {
  if (!(warning instanceof Error) || (warning.name === 'DeprecationWarning' && process.noDeprecation)) return;
  const code = warning.code ? `[${warning.code}] ` : '';
  const detail = typeof warning.detail === 'string' ? `\n${warning.detail}` : '';
  let text;
  try {
    text = warning.toString();
  } catch {
    text = apply(errorToString, warning, []);
  }
  apply(printError, console, [`(node:${process.pid}) ${code}${text}${detail}`]);
}

const MEMORY = { rss: 134217728, heapTotal: 67108864, heapUsed: 33554432, external: 1048576, arrayBuffers: 65536 };
const memoryUsage = () => ({ ...MEMORY });
memoryUsage.rss = () => MEMORY.rss;

const proto = function process() {};
proto.prototype = Object.create(EventEmitter.prototype, {
  constructor: { value: proto, writable: true, configurable: true, enumerable: false },
});
Object.setPrototypeOf(process, proto.prototype);
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
  stdout: stream(1, (text) => { sendTo(false, text); }),
  stderr: stream(2, (text) => { sendTo(true, text); }),
  stdin: undefined,
  cwd: () => '/',
  getuid: () => 1000,
  geteuid: () => 1000,
  getgid: () => 1000,
  getegid: () => 1000,
  getgroups: () => [1000],
  hrtime,
  uptime: () => (monotonic() - started) / 1000,
  memoryUsage,
  constrainedMemory: () => MEMORY.rss,
  availableMemory: () => MEMORY.rss,
  cpuUsage: (previous) => {
    if (previous !== undefined) validateUsage(previous);
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
  abort() { throw unavailable('abort', 'a code block ends with return, or by throwing'); },
  ...checked,
  getActiveResourcesInfo: () => [],
});
EventEmitter.call(process);
process.on('warning', printWarning);
// As there, the console writes by whatever these two methods are by then, and what they throw it swallows; or to streams of
// the script's that took their place.
const streams = { __proto__: null, true: process.stderr, false: process.stdout };
const writes = { __proto__: null, true: process.stderr.write, false: process.stdout.write };
const placed = { __proto__: null, _stdout: undefined, _stderr: undefined };
for (const [name, stream] of [['_stdout', 'stdout'], ['_stderr', 'stderr']]) {
  defineProperty(console, name, {
    get() { return placed[name] ?? process[stream]; },
    set(value) { placed[name] = value; },
    enumerable: false,
    configurable: true,
  });
}
setOutlet((isError, text) => {
  const to = isError ? placed._stderr ?? process.stderr : placed._stdout ?? process.stdout;
  if (to === streams[isError] && to.write === writes[isError]) return false;
  try {
    to.write(`${text}\n`, () => {});
  } catch (error) {
    if (error instanceof RangeError && error.message === 'Maximum call stack size exceeded') throw error;
  }
  return true;
});
// Of the object that the runtime made, whatever a script puts in the global's place.
setWarn((message) => emitWarning(message));
outlets.uncaughtException = (error, origin) => captured(error) || process.emit('uncaughtException', error, origin);
outlets.beforeExit = () => { process.emit('beforeExit', process.exitCode ?? 0); };
outlets.exit = () => { process.emit('exit', process.exitCode ?? 0); };
outlets.unhandledRejection = (reason, promise) => process.emit('unhandledRejection', reason, promise);
for (const name of ['_events', '_eventsCount', '_maxListeners', 'domain']) {
  if (Object.hasOwn(process, name)) defineProperty(process, name, hidden(process[name]));
}
defineProperty(process, Symbol.toStringTag, { value: 'process', writable: false, configurable: true, enumerable: false });

// The clock of uptime() begins with the job.
export function startProcess() { started = monotonic(); }

defineProperty(globalThis, 'process', hidden(process));
register('process', process);
