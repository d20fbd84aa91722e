// What tests ask of `fs`: to read the files that were handed in with them, and to keep one for a moment.

'use strict';

const { Readable, Writable } = require('stream');

const given = globalThis[Symbol.for('node-tests')];
const written = new Map();

function bytes(path) {
  const found = written.get(`${path}`) ?? given.bytes(`${path}`);
  if (found !== undefined) return Buffer.from(found);
  throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { errno: -2, code: 'ENOENT', syscall: 'open', path });
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

function readFileSync(path, options) {
  const encoding = encodingOf(options);
  return encoding && encoding !== 'buffer' ? bytes(path).toString(encoding) : bytes(path);
}

function later(callback, produce) {
  let result;
  try {
    result = produce();
  } catch (error) {
    setImmediate(callback, error);
    return;
  }
  setImmediate(callback, null, result);
}

function createWriteStream(path) {
  const chunks = [];
  return new Writable({
    write(chunk, encoding, done) {
      chunks.push(chunk);
      done();
    },
    final(done) {
      written.set(`${path}`, Buffer.concat(chunks));
      done();
    },
  });
}

module.exports = {
  accessSync: (path) => void bytes(path),
  createReadStream: (path, options) => new Readable({
    encoding: encodingOf(options),
    autoDestroy: options?.autoClose ?? true,
    // What is not there is told later, as by a real one.
    read() {
      this.push(bytes(path));
      this.push(null);
    },
  }),
  createWriteStream,
  existsSync: (path) => written.has(`${path}`) || given.bytes(`${path}`) !== undefined,
  promises: { readFile: async (path, options) => readFileSync(path, options) },
  readFile: (path, options, callback = options) =>
    later(callback, () => readFileSync(path, typeof options === 'function' ? undefined : options)),
  readFileSync,
  readdirSync: (path) => given.paths.filter((each) => `/test/${each}`.startsWith(`${path}/`)).map((each) => each.split('/').pop()),
  rmSync: (path) => void written.delete(`${path}`),
  statSync: (path) => ({ size: bytes(path).length, isFile: () => true, isDirectory: () => false }),
  unlinkSync: (path) => void written.delete(`${path}`),
  writeFileSync: (path, data) => void written.set(`${path}`, Buffer.from(data)),
};
