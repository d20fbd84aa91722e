// Atomics.waitAsync: who waits is woken in order of arrival, by notify or by time
const words = new Int32Array(new SharedArrayBuffer(64));
const wide = new BigInt64Array(words.buffer, 8);
const thrown = (f) => { try { return JSON.stringify(f()); } catch (error) { return error.name; } };
const order = [];
const wait = (name, ...how) => Atomics.waitAsync(...how).value.then((word) => order.push(`${name} ${word}`));
const all = [wait('first', words, 4, 0, 5000), wait('second', words, 4, 0), wait('wide', wide, 1, 0n), wait('late', words, 9, 0, 5)];
const counts = [Atomics.notify(words, 5), Atomics.notify(words, 4, 1), Atomics.notify(words, 4), Atomics.notify(words, 4)];
const alive = setInterval(() => {}, 1);
await Promise.all(all);
clearInterval(alive);
return {
  counts, order, waitAsync: [Atomics.waitAsync.length, Atomics.waitAsync.name, Atomics.notify.length, Atomics.notify.name],
  at_once: [Atomics.waitAsync(words, 0, 1), Atomics.waitAsync(words, 0, 0, 0), Atomics.waitAsync(words, 0, 0, -5)],
  refused: [
    [new Int32Array(4), 0, 0], [new Int8Array(new SharedArrayBuffer(8)), 0, 0], [words, 99, 0], [words, -1, 0], [words, 0, 1n], [wide, 0, 1],
    [words, Symbol(), 0], [{}, 0, 0], [words, 0, 0, Symbol()],
  ].map((args) => thrown(() => Atomics.waitAsync(...args))),
  notified: [[words, 0, NaN], [words, 0, -1], [words, '4', '1'], [words, 99], [[], 0], [new Int32Array(1), 0]].map((args) => thrown(() => Atomics.notify(...args))),
};
