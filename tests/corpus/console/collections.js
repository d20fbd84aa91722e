// Map, Set and their weak kin, typed arrays, buffers, dates, patterns
console.log(new Map(), new Map([['a', 1], [{ k: 1 }, [2]], [NaN, new Map([[1, 2]])]]));
console.log(new Set(), new Set([1, 'a', { b: 1 }, new Set([1])]), new WeakMap(), new WeakSet());
console.log([new Map([[1, { a: { b: { c: 1 } } }]])], { m: new Map([['x', new Set(['y'])]]) });
class MyMap extends Map {} console.log(new MyMap([[1, 2]]), new (class MySet extends Set {})([1]));
const map = new Map([['self', null]]); map.set('self', map); console.log(map);
console.log(new Uint8Array([1, 2, 255]), new Float64Array(2), new BigInt64Array([1n]), new Uint8ClampedArray(0), [new Int16Array(3)]);
console.log(new ArrayBuffer(4), new DataView(new ArrayBuffer(2)), new Uint8Array(200));
console.log(new Date(0), [new Date(86400000)], new Date(NaN), { d: new Date(1.7e12) });
console.log(/a+b/gi, [/x\/y/], new RegExp('', 'u'), Object.assign(/z/, { extra: 1 }));
console.log(new Date(0), Object.assign(new Date(0), { note: 'x' }));
console.log(Math, JSON, Reflect, Atomics);
console.log(new Map(Array.from({ length: 105 }, (_, i) => [i, i])));
console.log(new Set(Array.from({ length: 105 }, (_, i) => i)));
console.log(Symbol.prototype, Map.prototype, Set.prototype, Date.prototype.constructor, RegExp.prototype, Promise.prototype, Function.prototype, Error.prototype);
