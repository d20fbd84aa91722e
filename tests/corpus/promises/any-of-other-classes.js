// Promise.any of classes that are no Promise, iterators that fail, and what rejects; WeakRef and toLocaleString as builtins are
const log = [];
class Other extends Promise {}
function Callback(executor) { executor((value) => log.push(['resolved', value]), (error) => log.push(['rejected', error.message ?? error])); }
Callback.resolve = () => { throw new Error('no resolve'); };
const thrown = (f) => { try { const made = f(); return made?.constructor?.name ?? typeof made; } catch (error) { return error.name; } };
const failing = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: 5 }) };
const results = [
  thrown(() => Promise.any.call(Callback, [1])), thrown(() => Promise.any.call(Callback, failing)), thrown(() => Promise.any.call(Callback, [])),
  thrown(() => Promise.any.call(Other, [1])), thrown(() => Promise.any.call(undefined, [])), thrown(() => Promise.any.call(function () {}, [])),
  thrown(() => Promise.any.call(function (executor) { executor(() => {}, () => {}); executor(() => {}, () => {}); }, [])),
];
const none = await Promise.any([Promise.reject(1), Promise.reject(2)]).catch((error) => [error.name, error.message, error.errors, Object.keys(error)]);
const target = { a: 1 };
class Sub extends WeakRef {}
const weak = [
  Object.getPrototypeOf(WeakRef) === Function.prototype, new WeakRef(target).deref() === target, new Sub(target) instanceof Sub, WeakRef.length,
  Object.getPrototypeOf(WeakRef.prototype) === Object.prototype, String(new WeakRef(target)), thrown(() => WeakRef(target)), thrown(() => new WeakRef(1)),
];
const gone = new Uint8Array(4);
structuredClone(gone.buffer, { transfer: [gone.buffer] });
const texts = [
  thrown(() => Array.prototype.toLocaleString.call(undefined)), thrown(() => gone.toLocaleString()), thrown(() => Uint8Array.prototype.toLocaleString.call([1])),
  Object.defineProperty(new Float64Array([1.5, 2000]), 'length', { value: 1 }).toLocaleString('de'), [1, null, [2]].toLocaleString(),
];
return { log, results, none, weak, texts };
