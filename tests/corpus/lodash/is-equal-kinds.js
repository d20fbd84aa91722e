// isEqual over Maps in other order, Sets of objects, errors, boxes, symbols, prototypes
const _ = require('lodash');
class A { constructor() { this.x = 1; } } class B { constructor() { this.x = 1; } }
const y = Symbol('y');
const pairs = { mapOrder: [new Map([[1, 2], [3, 4]]), new Map([[3, 4], [1, 2]])], setObjects: [new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }])], mapKeys: [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]])], errors: [new Error('a'), new TypeError('a')], errorText: [new Error('a'), new Error('b')], classes: [new A(), new B()], plain: [new A(), { x: 1 }], boxes: [Object(1), 1], symbol: [y, Symbol('y')], boxedSymbol: [Object(y), Object(y)], dates: [new Date(NaN), new Date(NaN)], regex: [/a/gi, /a/ig], buffers: [Buffer.from('a'), Uint8Array.of(97)], arrayBuffers: [Uint8Array.of(1).buffer, Uint8Array.of(1).buffer], args: [(function () { return arguments; })(1), [1]], fns: [() => 1, () => 1], bare: [Object.create(null), {}], nested: [{ a: [{ b: new Set([1]) }] }, { a: [{ b: new Set([1]) }] }], keyOrder: [{ a: 1, b: 2 }, { b: 2, a: 1 }], extraUndefined: [{ a: 1 }, { a: 1, b: undefined }] };
return _.mapValues(pairs, ([p, q]) => _.isEqual(p, q));
