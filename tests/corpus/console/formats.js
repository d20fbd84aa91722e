// Placeholders of the first argument
console.log('%s is %d years and %i, %f', 'Ann', 42.5, 42.9, '1.50', 'extra');
console.log('%j %o %O', { a: [1] }, { f() {} }, { a: { b: { c: { d: 1 } } } });
console.log('%% %s', 'x');
console.log('100% %s', 'sure');
console.log('%c styled', 'color: red');
console.log('%s', null, undefined, 5n, Symbol('a'), -0, [1, [2, [3]]], { a: { b: 1 } });
console.log('%s %s', 'only one');
console.log('%d %d %d %d', '0x10', 5n, {}, Symbol('x'));
console.log('%i %i %f', '12px', 1e21, 'abc');
console.log('%s', class A {}, function f() {}, () => {});
console.log('%s', { toString() { return 'mine'; } }, new (class B { toString() { return 'b'; } })(), new Date(0), new Error('e').message);
console.log('%x %', 1);
console.log(1, '%s', 2);
console.log('%j', { toJSON() { return 'json'; } });
const cycle = {}; cycle.self = cycle;
console.log('%j', cycle);
console.log('%s', 'a'.repeat(3), 'b%sc', 'd');
console.log('%O', [1, 2, { a: [[[[1]]]] }]);
