// the engine's own errors in V8's words: syntax
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
eval('1 +')
eval('foo bar')
eval('var')
eval('{')
eval('(')
eval('"abc')
eval('let a; let a')
eval('return 1')
eval('1 = 2')
eval('if (')
eval('function (')
eval('a b c')
eval('[1, 2')
eval('{a: 1, b: }')
eval('const x')
eval('for (;;')
eval('x => {')
eval('/abc')
eval('0777n')
eval('export default 1')
eval('break')
eval('continue')
eval('yield 1 2')
eval('new.target')
eval('super()')
eval('a?.b = 1')
eval('delete x; "use strict"; with(a){}')
eval('"use strict"; with(a){}')
eval('"use strict"; delete x')
eval('"use strict"; 010')
eval('async () => { await }')
eval('JSON.parse({)')
new Function('return 1 +')
function f() { f(); } f()
const f = () => { throw undefined; }; f()
Reflect.ownKeys(1)
new Proxy({}, null)
new Proxy(1, {})
'use strict'; new Proxy({}, {set: () => false}).x = 1
'use strict'; delete new Proxy({}, {deleteProperty: () => false}).x
'use strict'; Object.defineProperty(new Proxy({}, {defineProperty: () => false}), 'x', {})
const g = (function* () { g.next(); })(); g.next()
class A { #p; static t(o) { return o.#p; } } A.t({})
class A { constructor() {} } class B extends A { constructor() {} } new B()
class A { constructor() {} } class B extends A { constructor() { this.x = 1; super(); } } new B()
class A {} class B extends A { constructor() { super(); super(); } } new B()
class A {} class B extends A { constructor() { return 1; } } new B()
const it = {[Symbol.iterator]: 5}; [...it]
const it = {[Symbol.iterator]() { return {}; }}; [...it]
const o = {toString: 5, valueOf: 5}; o + ''
const o = {toString() { return {}; }}; o + ''
const o = {[Symbol.toPrimitive]: 5}; o + ''
structuredClone(() => 1)
structuredClone(Symbol('a'))
new URL('nope')
new URL()
Buffer.from(5)
Buffer.from()
Buffer.from(null)
Buffer.alloc('x')
Buffer.alloc(-1)
atob('*')
atob()
AbortSignal.abort().throwIfAborted()
await Promise.any([])
await Promise.all(5)
await Promise.all()
await Promise.race(undefined)
await Promise.allSettled(null)
Promise.all.call(undefined, [])
Promise.resolve.call(undefined)
await (async () => { const u = {}; return u.x.y; })()
await Promise.reject(5).foo()
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
