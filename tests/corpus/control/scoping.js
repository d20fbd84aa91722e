// let in loops, temporal dead zone, hoisting, var and function in blocks, shadowing, closures over loop variables
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const fs = []; for (let i = 0; i < 3; i++) { fs.push(() => i); i += 0; }
const vs = []; for (var j = 0; j < 3; j++) vs.push(() => j);
const os = []; for (const k in { a: 1, b: 2 }) os.push(() => k);
const ms = []; for (let i = 0, n = () => i; i < 2; i++) ms.push(n());
return {
  fs: fs.map((f) => f()), vs: vs.map((f) => f()), os: os.map((f) => f()), ms, tdz: t(() => { x; let x = 1; }), tdzType: t(() => typeof y + (() => { let y; })), tdzTypeof: t(() => { typeof z; let z; }), hoisted: t(() => { return f() + v; var v = 1; function f() { return 'f'; } }),
  inBlock: t(() => { { function q() { return 1; } } return q(); }), constant: t(() => { const c = 1; c = 2; }), shadow: (() => { let a = 1; { let a = 2; { let a = 3; } } return a; })(), catchVar: (() => { var e = 'outer'; try { throw 'inner'; } catch (e) { var e = 'changed'; } return e; })(), argumentsLink: (function (a) { arguments[0] = 9; return a; })(1), strictLink: (function (a) { 'use strict'; arguments[0] = 9; return a; })(1), len: (function () { return arguments.length; })(1, 2, 3), iife: ((a, b = a) => [a, b])(1), selfRef: t(() => { let q = q + 1; }), fnExpr: t(() => { const f = function g() { g = 1; return typeof g; }; return f(); }), implicitGlobal: t(() => { undeclared_x = 5; return delete globalThis.undeclared_x; }), strictGlobal: t(() => { 'use strict'; undeclared_y = 5; }), thisSloppy: (function () { return this === globalThis; })(), thisStrict: (function () { 'use strict'; return this === undefined; })(),
};
