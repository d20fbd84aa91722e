// Functions and classes, with names, properties and odd prototypes
function named() {} const arrow = () => {}; async function asynchronous() {} function* generator() {} async function* both() {}
console.log(named, arrow, asynchronous, generator, both, () => {}, function () {}, async () => {}, function* () {});
console.log([named, arrow, asynchronous, generator, both, () => {}, function () {}]);
console.log(Object.assign(function withProps() {}, { a: 1, b: { c: 2 } }), Object.assign(() => {}, { x: 1 }));
console.log(named.bind(null), Math.max, [].map, console.log, Symbol, Promise, Array, Object, Map);
console.log(Object.setPrototypeOf(function bare() {}, null), Object.defineProperty(() => {}, 'name', { value: 'renamed' }));
class A { static s = 1; static m() {} } class B extends A {}
console.log(A, B, class {}, class extends B {}, [A, B], { A, B });
console.log(Object.defineProperty(class X {}, 'name', { value: 5 }), Object.assign(class Y {}, { y: 1 }));
console.log(generator(), both(), Object.getPrototypeOf(generator), Object.getPrototypeOf(asynchronous));
console.log(new (class Foo { bar = () => 1; baz() {} })());
console.log(Object.getOwnPropertyDescriptor({ get a() { return 1; } }, 'a'));
console.log(new Proxy(function target() {}, {}), new Proxy(class T {}, {}));
console.log(setTimeout, clearTimeout, queueMicrotask, require === undefined);
