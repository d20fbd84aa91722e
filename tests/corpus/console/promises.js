// Promises as they are: pending, with a value, rejected
const rejected = Promise.reject(new RangeError('no')); rejected.catch(() => {});
console.log(new Promise(() => {}), Promise.resolve(5), Promise.resolve({ a: [1] }), Promise.resolve());
const plain = Promise.reject('text'); plain.catch(() => {}); console.log(plain, [plain], { plain });
class MyPromise extends Promise {} console.log(MyPromise.resolve(1), Object.assign(Promise.resolve(2), { note: 'x' }));
console.log((async () => 'done')(), (async () => { await 1; })());
console.log(Promise.all([1]), Promise.resolve(Promise.resolve(3)), { then() {} });
console.log(Object.create(Promise.prototype), Promise.resolve(Object.create(null)));
const deep = Promise.resolve({ a: { b: { c: { d: 1 } } } }); console.log(deep, [[deep]]);
const settled = await Promise.allSettled([1, Promise.reject('r')]); console.log(settled);
console.log('%o', Promise.resolve(1)); console.log('%s', Promise.resolve(1));
