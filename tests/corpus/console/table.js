// Tables of all kinds of data
console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]);
console.table([[1, 2], [3, 4, 5]]);
console.table([1, 'two', null, undefined, true]);
console.table({ first: { a: 1 }, second: { a: 2, b: 3 } });
console.table([{ a: 1, b: 2 }, { a: 3, b: 4 }], ['b']);
console.table([{ a: 1 }, { a: 2 }], ['a', 'missing']);
console.table([1, { a: 2 }], ['a']);
console.table([]); console.table({}); console.table([[]]); console.table([], ['a']);
console.table(new Map([['k', 1], ['o', { x: 1 }]]));
console.table(new Set([1, 'a', { b: 2 }]));
console.table('text'); console.table(5); console.table(null); console.table(undefined); console.table();
console.table([{ nested: { deep: 1 }, list: [1, 2, 3, 4], wide: { a: 1, b: 2, c: 3 } }]);
console.table([{ name: '你好', note: 'é' }, { name: 'emoji 🎉', note: '' }]);
console.table([function f() {}, class A {}]); console.table([{ f() {}, s: Symbol('x'), d: new Date(0) }]);
console.table(new Uint8Array([1, 2])); console.table(new Map()); console.table(new Set());
console.table([new Map([[1, 2]]), new Set([1])]); console.table([{ a: 1 }, 5, 'x', [1]]);
try { console.table([1], 'a'); } catch (error) { console.log(error.name, error.code, error.message); }
console.table({ a: 1, b: 'two' }); console.table([{ 'a b': 1, 5: 2 }]);
