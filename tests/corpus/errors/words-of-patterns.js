// the engine's own errors in V8's words: patterns
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
const {a} = undefined
const {a} = null
const {a: b} = null
const {} = null
const {...r} = null
const {'a': b} = null
const {['a']: b} = null
const {a, b} = undefined
const u = undefined; const {a} = u
const u = undefined; const {a, b, c} = u
const u = {}; const {a} = u.b
const u = {}; const {a} = u.b.c
const f = () => null; const {a} = f()
const f = async () => {}; const {a} = await f()
const u = {}; const {a: {b}} = u
const u = {}; const {a: {b: {c}}} = u
const u = {a: null}; const {a: {b}} = u
const {a: {b}} = {}
let a; ({a} = null)
let a; const u = undefined; ({a} = u)
(({a}) => a)()
(({a}) => a)(null)
function f({a}) {} f()
function f({a, b}) {} f(null)
function f(x, {a}) {} f(1)
const f = ({a: {b}}) => b; f({})
const f = async ({a}) => a; await f()
[undefined].map(({a}) => a)
[null].map(({id}) => id)
[undefined].map(([a]) => a)
Object.entries({a: 1}).map(({x: {y}}) => y)
const c = 1; c = 2
const c = 1; c += 2
const c = 1; c++
const c = 1; --c
for (const i = 0; i < 2; i++) {}
const c = 1; [c] = [2]
const c = 1; ({c} = {c: 2})
const f = function g() { 'use strict'; g = 1; }; f()
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
