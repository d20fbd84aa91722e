// the engine's own errors in V8's words: iteration
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
[...5]
[...undefined]
[...null]
[...{}]
const u = undefined; [...u]
const u = {}; [...u]
const u = {}; Math.max(...u)
Math.max(...undefined)
Math.max(...5)
const u = {a: {}}; Math.max(...u.a)
const u = undefined; Math.max(...u)
const u = undefined; Math.max(1, ...u)
const u = undefined; new Set(...u)
for (const x of 5) {}
for (const x of undefined) {}
for (const x of {}) {}
const u = undefined; for (const x of u) {}
const u = {}; for (const x of u) {}
const u = {a: 1}; for (const x of u.a) {}
const u = {}; for (const x of u.a) {}
const f = () => 5; for (const x of f()) {}
const f = () => undefined; for (const x of f()) {}
const u = {f() {}}; for (const x of u.f(1)) {}
const u = {}; for (const [k, v] of u) {}
const u = [undefined]; for (const {k, v} of u) {}
for await (const x of 5) {}
const u = {}; for await (const x of u) {}
const [a] = undefined
const [a] = null
const [a] = 5
const [a] = {}
const u = undefined; const [a] = u
const u = {}; const [a] = u
const u = {}; const [a] = u.b
const f = () => 5; const [a] = f()
const f = () => {}; const [a] = f()
const f = async () => {}; const [a] = await f()
let a; [a] = 5
let a; const u = {}; [a] = u
(([a]) => a)()
(([a]) => a)(5)
(([a]) => a)({})
function f([a]) {} f()
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
