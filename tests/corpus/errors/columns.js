// where in a line V8 places calls, reads, operators, `new`, `await` and assignments, frame by frame
const AsyncFunction = (async () => {}).constructor;
const out = [];
for (const body of String.raw`
let x; x(1, x)
const o = {}; o.a.b(1)
const o = {}; const y = o.a.b
const o = {}; const y = o.a['b']
const o = {}; const y = o.a[0]
const o = {a: {}}; o.a.b(o, 1)
const o = {}; o.a.b = 1
const o = {}; o.a[0] = 1
const c = 1; c = 2
const c = 1; c += 2
throw new Error('x')
throw Error('x')
const e = new Error('x'); throw e
const f = () => { throw new TypeError('x'); }; f()
function f() { throw new TypeError('x'); } [1].map(f)
function f() { throw new TypeError('x'); } [1].map(v => f(v))
class A { constructor() { throw new Error('in'); } } new A()
class A { m() { return this.x.y; } } new A().m()
class E2 extends Error { constructor(m) { super(m); this.name = 'E2'; } } throw new E2('q')
await (async () => { throw new Error('x'); })()
const f = async () => { await null; throw new Error('x'); }; await f()
const f = async () => { await null; throw new Error('x'); }; const g = async () => { await f(); }; await g()
nope
const y = nope + 1
const u = undefined; for (const x of u) {}
const u = undefined; [...u]
1n + 1
const a = 1, b = 1n; const c = (a) * (b)
JSON.parse('{')
null.foo
const s = Symbol('a'); '' + s
new Array(-1)
'x'.repeat(-1)
const f = () => { 'use strict'; Object.freeze([1]).push(2); }; f()
x; let x = 1
'a' in 'b'
({}) instanceof 5
const X = 1; new X(1)
const o = {}; new o.A.B()
const o = {}; o?.a?.b.c.d
[1, 2].map((v) => v.a.b)
[3].forEach(function each(v) { v.x.y(); })
const o = {get p() { throw new Error('g'); }}; o.p
const o = {set p(v) { throw new Error('g'); }}; o.p = 1
const o = {toString() { throw new Error('g'); }}; '' + o
const o = {[Symbol.iterator]() { throw new Error('g'); }}; [...o]
function* g() { yield 1; throw new Error('g'); } [...g()]
function f(a = nope) {} f()
const f = ({a = nope}) => a; f({})
await Promise.reject(new Error('r'))
new Promise(() => { throw new Error('p'); }).catch(() => 1); await new Promise((_, r) => r(new Error('q')))
setTimeout
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', `\n\n${body}`)({}, require);
    out.push([body]);
  } catch (error) {
    const places = error.stack.split('\n').filter((line) => /^ {4}at/.test(line)).map((line) => /[: ]\(?(5:\d+)\)?\)?$/.exec(line)?.[1]);
    out.push([body, ...places.filter(Boolean)]);
  }
}
return out;
