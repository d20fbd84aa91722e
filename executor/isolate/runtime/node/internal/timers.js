// What timers/promises makes its timers of: the runtime's own.

const { setImmediate, setInterval, setTimeout } = globalThis;

export const kScheduler = Symbol('kScheduler');

// The constructors of Node make a timer that `insert` starts; here it runs from the start.
export const Timeout = function (callback, delay, args, repeat) {
  return repeat ? setInterval(callback, delay, ...(args ?? [])) : setTimeout(callback, delay, ...(args ?? []));
};
export const Immediate = function (callback, args) { return setImmediate(callback, ...(args ?? [])); };
export const insert = () => {};
