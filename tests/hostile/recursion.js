// Recursion in scripts, and recursion of the engine over deep structures.

//# function: THROWN
(function f() { f() })()

//# exponential: TIMEOUT
(function f() { try { f() } finally { f() } })()

//# swallowed: TIMEOUT
for (;;) try { (function f() { f() })() } catch {}

//# getter: THROWN
const o = { get x() { return o.x } }; return o.x

//# to-string: THROWN
const o = { toString() { return `${o}` } }; return `${o}`

//# big-frames: THROWN
(function f(...args) { return f(...args, ...args, 1) })(1, 2)

//# native-frames: THROWN
(function f() { return [1].map(f) })()

//# sort-frames: THROWN
(function f() { return [2, 1].sort(f) })()

//# replace-frames: THROWN
(function f() { return 'a'.replace(/a/, f) })()

//# parse-frames: THROWN
(function f() { return JSON.parse('[1]', f) })()

//# proxy-chain: THROWN OK
let p = {}; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); return p.x

//# bound-chain: THROWN OK OUT_OF_MEMORY TIMEOUT
let f = () => 1; for (let i = 0; i < 2e5; i++) f = f.bind(null); return f()

//# prototype-chain: OK TIMEOUT
let o = {}; for (let i = 0; i < 2e5; i++) o = Object.create(o); return o.x

//# array-flat: THROWN
let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a.flat(Infinity).length

//# array-to-string: THROWN
let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return String(a)

//# freed-chain: OK result=1
let a = null; for (let i = 0; i < 5e5; i++) a = { a }; a = null; return 1

//# freed-closures: OK result=1
let f = () => 1; for (let i = 0; i < 3e5; i++) { const g = f; f = () => g } f = null; return 1

//# eval-deep: THROWN
return eval('['.repeat(1e5) + ']'.repeat(1e5))

//# eval-deep-calls: THROWN
return eval('f('.repeat(1e5))

//# eval-long-chain: THROWN OK
return eval('1' + '+1'.repeat(1e5))

//# eval-deep-templates: THROWN
return eval('`${'.repeat(1e5))

//# eval-of-eval: THROWN
(function f() { eval('f()') })()

//# own-code-deep: SYNTAX THROWN
return [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[

//# clone-deep: TIMEOUT THROWN
let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return structuredClone(a)

//# console-deep: OK result=1
let a = []; for (let i = 0; i < 2e5; i++) a = [a]; console.log(a); return 1

//# error-causes: THROWN TIMEOUT
let e = new Error('x'); for (let i = 0; i < 1e5; i++) e = new Error('x', { cause: e }); throw e

//# console-causes: OK THROWN TIMEOUT
let e = new Error('x'); for (let i = 0; i < 1e5; i++) e = new Error('x', { cause: e }); console.log(e); return 1
