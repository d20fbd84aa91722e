// default parameters see earlier ones and their own scope
const f = (a, b = a + 1, c = () => a + b) => [a, b, c()];
const g = (a, b = (() => a)()) => { const x = a; return [x, b]; };
function h(a, get = () => a) { return [get(), a]; }
function shadow(x = 1, get = () => x) { var x; const before = x; return [before, get()]; }
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return { f: [f(1), f(1, 5), f(1, undefined, undefined)], g: g(3), h: h(2), shadow: shadow(), tdz: t(() => ((a = b, b = 1) => a)()), self: t(() => ((a = a) => a)()), args: (function (a, b = arguments.length) { return b; })(1), thisIn: (function (a = this.v) { return a; }).call({ v: 9 }), order: (() => { const l = []; ((a = l.push('a'), { b = l.push('b') } = {}, c = l.push('c')) => 0)(); return l; })(), each: (() => { let n = 0; const next = (x = n++) => x; return [next(), next(), next(9), next()]; })(), nul: ((a = 1) => a)(null), len: ((a, b = 1, c) => {}).length };
