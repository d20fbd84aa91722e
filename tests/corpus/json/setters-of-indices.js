// a setter for an index on Array.prototype is nothing to JSON.stringify
let sets = 0;
for (const index of [0, 1]) {
  Object.defineProperty(Array.prototype, index, { get: () => 'inherited', set() { sets++; }, configurable: true });
}
const texts = [JSON.stringify([[1], { a: [2, , 3] }]), JSON.stringify({ a: { b: { c: [] } } }), JSON.stringify([,])].join('\n');
for (const index of [0, 1]) delete Array.prototype[index];
return { texts, sets };
