// closures in parameters share a parameter with the body, unless that declares it again
function f(a, get = () => a) { a = 2; return get(); }
function g(a, set = (v) => { a = v; }) { set(5); return a; }
const h = (a, get = () => a) => { a += 1; return [a, get()]; };
function v(a, get = () => a) { var a; const b=a; a = 2; return [b,get(),a]; }
function fn(a, get = () => a) { function a() {} return [typeof a, get()]; }
function d({a, b}, get = () => a + b) { a = 10; [b] = [20]; return [get(), a, b]; }
function dv({a}, get = () => a) { var a = 5; return [get(), a]; }
function inner(a, get = () => a, set = (x) => { a = x; }) { const bump = () => ++a; bump(); const one = get(); set(10); return [one, bump(), get(), a]; }
function* gen(a, get = () => a) { a = 2; yield get(); a = 3; yield [get(), a]; }
function ev2(a, get = () => a) { a = 2; return [(() => eval('a'))(), get(), (() => { eval('a = 7'); return [a, get()]; })()]; }
function ev3(a, get = () => eval('a')) { a = 2; return [get(), a]; }
function rest(get = () => r, ...r) { r = [9]; return get(); }
function loop(n, fs = [], get = () => n) { for (; n > 0; n--) fs.push(() => n); return [get(), fs.map((f) => f())]; }
function args(a, get = () => a) { arguments[0] = 9; const one = [a, get()]; a = 4; return [one, arguments[0]]; }
function shadow(a, get = () => a) { { let a = 8; a++; } return get(); }
function del(a, get = () => a) { return [delete a, typeof a, get()]; }
function tdz(a = b, b = 1) { return a; }
function nofn(a, b = 2) { a = 3; return [a, b, (() => a)()]; }
function opt(a, get = () => a) { a ??= 5; a++; ({ a } = { a: a * 2 }); for (a of [1, 2, 3]); return get(); }
class C { constructor(a, get = () => a) { a++; this.x = get(); } m(a, get = () => a) { a++; return get(); } static s = ((a, g = () => a) => { a = 'z'; return g(); })(1); }
const tdz_ = (() => { try { return tdz(); } catch (e) { return e.name; } })();
const sloppy = new Function('a', 'get = () => a', 'with ({ c: 1 }) { a = c; } return get();')(7);
async function later(a, get = () => a) { await null; a = 2; await null; return [get(), a]; }
async function* each({ a }, get = () => a) { yield get(); a++; yield get(); }
const deep = (a, get = () => () => a) => { a++; return [get()(), (() => { a++; return get()(); })()]; };
const twice = (a, one = () => a++, two = (b = one()) => [a, b]) => { a = 10; return [two(), a]; };
const over = []; for await (const x of each({ a: 1 })) over.push(x);
return { list: [f(1), g(1), h(1), v(1), fn(1), d({ a: 1, b: 2 }), dv({ a: 1 }), inner(1), [...gen(1)], ev2(1), ev3(1), rest(undefined, 1, 2), loop(3), args(1), shadow(1), del(1), tdz_, nofn(1), opt(), new C(1).x, new C(1).m(1), C.s], sloppy, later: await later(1), over, deep: deep(1), twice: twice(1) };
