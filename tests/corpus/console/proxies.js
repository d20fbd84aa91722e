// Printing a proxy runs none of its traps
let traps = 0;
const all = new Proxy({}, { get: (_, name) => (...args) => { traps++; return Reflect[name](...args); } });
console.log(new Proxy({ a: 1, b: [2] }, all), new Proxy([1, 2], all), new Proxy(new Map([[1, 2]]), all), traps);
console.log(new Proxy(new Proxy({ deep: true }, {}), {}), [new Proxy({}, {})], { p: new Proxy({ q: 1 }, {}) });
console.log(new Proxy(new Date(0), {}), new Proxy(() => {}, {}), new Proxy(class A {}, {}), new Proxy(new Error('e'), {}) instanceof Error);
console.dir(new Proxy({ a: 1 }, { get: () => 2 }), { showProxy: true });
console.dir([new Proxy([1], {})], { showProxy: 1 });
const { proxy, revoke } = Proxy.revocable({ a: 1 }, {}); revoke(); console.log(proxy, [proxy], { proxy });
console.dir(proxy, { showProxy: true });
console.log('%s %o %j', new Proxy({ a: 1 }, {}), new Proxy({ a: 1 }, {}), new Proxy({ a: 1 }, {}));
console.log(Object.assign(new Proxy({}, {}), { x: 1 }), Object.create(new Proxy({ inherited: 1 }, {})));
class Base {} console.log(new Proxy(new Base(), {}), new Proxy(Promise.resolve(1), {}));
return traps;
