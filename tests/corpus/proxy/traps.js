// every trap, and what Reflect does
const log = [];
const target = { a: 1 };
const handler = Object.fromEntries(['get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty', 'getPrototypeOf', 'setPrototypeOf', 'isExtensible', 'preventExtensions'].map((n) => [n, (...args) => { log.push(n + (typeof args[1] === 'string' ? ':' + args[1] : '')); return Reflect[n](...args); }]));
const p = new Proxy(target, handler);
p.a; p.b = 2; 'a' in p; delete p.a; Object.keys(p); ({ ...p }); JSON.stringify(p); Object.getPrototypeOf(p); p instanceof Array; Object.assign({}, p); Object.entries(p);
const f = new Proxy(function () {}, { apply: (t, self, args) => ['called', args], construct: (t, args, nt) => ({ made: args, same: nt === f }) });
return { log, call: f(1, 2), made: new f(3), type: typeof f, arr: Array.isArray(new Proxy([], {})), target };
