// the engine's own errors in V8's words: reads and names
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
null.foo
undefined.foo
const u = undefined; u.foo
const u = undefined; u.foo.bar
const u = {}; u.foo.bar
const u = {}; u.foo.bar.baz
const u = {}; u.foo[0]
const u = {}, k = 'z'; u.foo[k]
const u = {}; u.foo[Symbol.iterator]
const u = {}; u.foo.bar = 1
const u = {}; u.foo[0] = 1
const u = {}, k = 'z'; u.foo[k] = 1
const u = null; u.x = 1
const u = {}; u.foo.bar()
const u = {}; u.foo()
const u = {}; delete u.foo.bar
const u = {}; u.foo.bar++
const u = {}; u.foo.bar += 1
const u = {}; u.a.b.c.d
const u = []; u[0].name
const u = []; u[0].name.first
const u = [{}]; u[0].name.first
const u = new Map(); u.get('x').name
const f = () => undefined; f().name
const f = async () => null; (await f()).name
const u = {}; const {a} = u; a.b
const u = {}; const v = u.x.y
const u = {}; return u.x.y
const u = {}; if (u.x.y) {}
const u = {}; console.log(u.x.y)
const u = {}; const v = [1, u.x.y]
const u = {}; const v = {a: u.x.y}
const u = {}; const v = 1 + u.x.y
const u = {}; const v = \`\${u.x.y}\`
const u = {}; const f = (a) => a.b.c; f(u)
nope
nope.foo
nope()
nope = nope + 1
typeof nope.foo
const v = nope + 1
return nope
x; let x = 1
const f = () => y; f(); let y
class A extends B {} class B {}
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
