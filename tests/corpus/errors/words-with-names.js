// the engine's own errors in V8's words: calls
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
foo()
let x; x()
const o = {}; o.a()
const o = {}; o.a.b()
const o = {a:{}}; o.a.b(1, 2)
const o = {}; o['a']()
const o = {}; o['a b']()
const o = []; o[0]()
const o = [], i = 3; o[i]()
const o = {a:[]}, i = 3; o.a[i + 1].b
const o = {a:[]}, i = 3; o.a[i + 1]()
const f = () => ({}); f().x()
const f = () => ({}); f(1, 2).x(3)
const f = () => 1; f()()
const f = () => ({}); f().x.y.z()
(function () {})()()
(() => 1)()()
'abc'.foo()
(5).foo()
[].foo()
[1, 2].foo()
({}).foo()
({a: 1}).foo()
({}.foo)()
new Date().foo()
new Foo()
const X = 1; new X()
const o = {}; new o.A()
const o = {}; new o.A.B()
const f = () => 1; new f()
const o = {f() {}}; new o.f()
const a = 1, b = 2, c = 3; (a ? b : c)()
const a = 1, b = 2; (a || b)()
const a = 1, b = 2; (a && b)()
const a = null, b = 2; (a ?? b)()
const a = 1; (a, a)()
const a = 1; a?.()
const a = {}; a?.b()
const a = {b: 1}; a?.b()
const a = {b: {}}; a.b?.c()
const a = {b: 1}; a.b?.()
this.foo()
const self = this; self.foo()
(await 5)()
(await Promise.resolve({})).foo()
const m = new Map(); m.foo()
const s = 'x'; s.trim().foo()
const s = 'x'; s.split('').map(x => x).foo()
input.map(x => x)
JSON.foo()
Math.foo(1)
Object.foo({})
console.foo()
const o = {}; o.a\`x\`
const t = 1; t\`x\`
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
