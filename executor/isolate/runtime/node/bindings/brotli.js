// Node's node_zlib.cc over the Brotli of the host (executor/isolate/brotlis.py).

import { apply, host } from '../../host.js';
import { ROOM } from '../../window.js';
import { throwCoded } from '../errors.js';
import { zlib as constants } from './constants.js';
import { pass } from './pieces.js';

const { setImmediate } = globalThis;
const { BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FINISH, BROTLI_OPERATION_EMIT_METADATA, Z_BUF_ERROR } = constants;
// How a step went: it failed, the decoder has it all, and needs more.
const [FAILED, NEEDS_MORE] = [-1, 2];
const NOTHING = new Uint8Array(0);

// Streams that a script let go of without closing them.
const dropped = new FinalizationRegistry((number) => { host('bE ' + number); });
const { register, unregister } = FinalizationRegistry.prototype;

class Brotli {
  #isPacking;
  // The host's, 0 for none.
  #number = 0;
  #state;
  #callback;
  #parameters;

  constructor(isPacking) { this.#isPacking = isPacking; }

  init(parameters, state, callback) {
    this.#state = state;
    this.#callback = callback;
    this.#parameters = Array.from(parameters, (each) => each >>> 0).join(' ');
    this.reset();
  }

  reset() {
    this.close();
    this.#number = host('bO ' + (this.#isPacking ? 1 : 0) + ' ' + this.#parameters);
    if (this.#number === 0) throwCoded(Error, 'ERR_ZLIB_INITIALIZATION_FAILED', 'Initialization failed');
    apply(register, dropped, [this, this.#number, this]);
  }

  // As in Node, where they are set once.
  params() {}

  close() {
    if (this.#number === 0) return;
    apply(unregister, dropped, [this]);
    host('bE ' + this.#number);
    this.#number = 0;
  }

  #step(flush, size, room, isLast, count) {
    const operation = isLast || flush === BROTLI_OPERATION_EMIT_METADATA ? flush : BROTLI_OPERATION_PROCESS;
    return host('bW ' + this.#number + ' ' + operation + ' ' + size + ' ' + room + ' ' + count);
  }

  #run(flush, input, inOffset, inLength, output, outOffset, outLength) {
    if (this.#number === 0) throw new Error('zlib binding closed');
    // A script may call it, too.
    flush &= 3;
    inLength >>>= 0;
    const { answer, ...left } = pass(
      (size, room, isLast) => this.#step(flush, size, room, isLast, inLength),
      (state) => state !== FAILED && (this.#isPacking || state >= NEEDS_MORE),
      ROOM, input ?? NOTHING, inOffset >>> 0, inLength, output, outOffset >>> 0, outLength >>> 0,
    );
    if (this.#isWrong(flush, answer, left.inLength)) return false;
    this.#state[0] = left.outLength;
    this.#state[1] = left.inLength;
    return true;
  }

  #isWrong(flush, { 0: state, 3: number, 4: name }, inLength) {
    if (state === FAILED && this.#isPacking) this.onerror('Compression failed', -1, 'ERR_BROTLI_COMPRESSION_FAILED');
    else if (state === FAILED) this.onerror('Decompression failed', number, 'ERR_' + name);
    else if (!this.#isPacking && state === NEEDS_MORE && inLength === 0 && flush === BROTLI_OPERATION_FINISH) {
      // Brotli itself says nothing of it.
      this.onerror('unexpected end of file', Z_BUF_ERROR, 'Z_BUF_ERROR');
    } else return false;
    return true;
  }

  writeSync(...args) {
    this.#run(...args);
  }

  write(...args) {
    setImmediate(() => {
      if (this.#number !== 0 && this.#run(...args)) apply(this.#callback, this, []);
    });
  }
}

export class BrotliEncoder extends Brotli {
  constructor() { super(true); }
}

export class BrotliDecoder extends Brotli {
  constructor() { super(false); }
}
