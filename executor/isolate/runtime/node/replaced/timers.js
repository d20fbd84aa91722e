// The module `timers`: the runtime's own.

const {
  clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout,
} = globalThis;

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
  get promises() { return require('node:timers/promises'); },
};
