// five levels, formats, objects
console.log('plain', 1, null, undefined, true, 1n, Symbol('s'));
console.info('%s is %d years and %i, %f, %j %o %O %%', 'Ada', 36.5, 36.5, 1.5, { a: 1 }, [1], { b: { c: {} } }, 'rest');
console.warn({ a: [1, 2, { b: new Map([['k', new Set([1])]]) }], d: new Date(0), r: /x/g, f() {}, cls: class A {}, u: undefined });
console.error('multi\nline', [1.5, -0, NaN], 'text in args', ['quoted']);
console.debug();
console.log('%c styled', 'color: red');
console.log('%s', { toString: () => 'x' }, '%s', 'not again');
console.log([1, , 3], new Array(120).fill(1), 'x'.repeat(10), [['a'.repeat(100)]]);
console.log({ nested: { a: { b: { c: { d: 1 } } } } }, Object.create(null), new (class Foo { x = 1; })(), [undefined, null], { 'key with space': 1, valid_key: 2, 3: 3 });
return 'ok';
