// the engine's own errors in V8's words: classes and callbacks
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
class A { m() { this.x.y(); } } new A().m()
class A { constructor() { this.init(); } } new A()
class A { #p = 1; m() { this.#p(); } } new A().m()
class A {} class B extends A { m() { super.foo(); } } new B().m()
class A { static m() { this.foo(); } } A.m()
A = class {}; A()
class A {} A()
class A extends undefined {}
class A extends null {} new A()
const u = undefined; class A extends u {}
class A extends 5 {}
[1].map()
[1].map(undefined)
[1].map({})
[1].map('abc')
[1].forEach(5)
[1].filter(null)
[1].reduce()
[].reduce((a, b) => a)
[1].sort('x')
[1].find([])
new Promise()
new Promise(5)
Promise.resolve().then(5).foo()
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
