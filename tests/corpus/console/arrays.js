// Arrays: holes, long ones, extra keys, nesting
console.log([], [1], [[]], [1, [2, [3, [4, [5]]]]]);
console.log([, 1, , , 2], new Array(3), Object.assign([1, 2], { extra: true, '-1': 'minus' }));
console.log(Array.from({ length: 120 }, (_, i) => i));
console.log(Array.from({ length: 7 }, (_, i) => i * 1000), Array.from({ length: 30 }, (_, i) => 'item ' + i));
console.log(Array.from({ length: 101 }, (_, i) => ({ i })).slice(0, 8));
console.log([1.5, 22.25, 333.125, 4, 5, 6, 7, 8, 9], ['apple', 'fig', 'banana', 'kiwi', 'cherry', 'plum', 'date']);
console.log([undefined, null, NaN, -0, 0, '', 'x', true, 1n, Symbol('s'), () => {}]);
class Stack extends Array {} console.log(Stack.from([1, 2]), new Stack(), [Stack.of(1)]);
console.log([['a', 1], ['b', 2]], [{ a: 1 }, { b: 2 }], [['x'.repeat(40), 'y'.repeat(40)]]);
console.log((function () { return arguments; })(1, 'a'));
console.log(Object.entries({ a: 1, b: [2] }), [1, 2, 3].entries().toString());
console.log([['你好', '世界'], ['a', 'b']], ['长', '城', '中', '国', '人', '民', '银', '行']);
const long = []; long[5] = 1; long.foo = 'bar'; console.log(long, long.length);
console.log([function () {}, class {}, class Foo {}, Math.max, Array, async () => {}]);
