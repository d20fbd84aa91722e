// the engine's own errors in V8's words: writes
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
'use strict'; const o = Object.freeze({a: 1}); o.a = 2
'use strict'; const o = Object.freeze({a: 1}); o.b = 2
'use strict'; const o = Object.freeze({a: 1}); delete o.a
'use strict'; const o = Object.freeze([1]); o[0] = 2
'use strict'; const o = Object.freeze([1]); o.push(2)
'use strict'; const o = Object.freeze([1]); o.pop()
'use strict'; const o = Object.freeze([1]); o.length = 0
'use strict'; const o = Object.freeze([2, 1]); o.sort()
'use strict'; const o = Object.freeze([2, 1]); o.splice(0, 1)
'use strict'; const o = Object.freeze([2, 1]); o.unshift(0)
'use strict'; const o = Object.freeze([2, 1]); o.shift()
'use strict'; const o = Object.freeze([2, 1]); o.reverse()
'use strict'; const o = Object.seal({a: 1}); o.b = 2
'use strict'; const o = Object.seal({a: 1}); delete o.a
'use strict'; const o = Object.preventExtensions([1]); o.push(2)
'use strict'; const o = {get x() { return 1; }}; o.x = 2
'use strict'; class A { get x() { return 1; } } new A().x = 2
'use strict'; const o = Object.freeze(new (class Foo { a = 1; })()); o.a = 2
'use strict'; const o = Object.freeze(Object.create(null, {a: {value: 1}})); o.a = 2
'use strict'; 'abc'.length = 1
'use strict'; 'abc'[0] = 'x'
'use strict'; (5).foo = 1
'use strict'; true.foo = 1
'use strict'; undefined = 1
'use strict'; NaN = 1
'use strict'; undeclared = 1
'use strict'; const f = () => {}; f.name = 'x'
'use strict'; Math.PI = 3
'use strict'; const o = Object.freeze({a: {}}); o.a = 1
'use strict'; const s = Symbol('k'); const o = Object.freeze({[s]: 1}); o[s] = 1
'use strict'; class A { static x = 1; } Object.freeze(A); A.x = 2
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
