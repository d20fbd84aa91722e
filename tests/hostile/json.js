// JSON as a bomb, and results that fight back.

//# parse-deep: THROWN
return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))

//# parse-deep-objects: THROWN
return JSON.parse('{"a":'.repeat(1e6))

//# input-deep: THROWN OUT_OF_MEMORY INVALID_ARGUMENT input=deep
return input

//# input-wide: OK input=wide
return input.length

//# input-many-keys: OK TIMEOUT input=keys limit=2s
return Object.keys(input).length

//# parse-big: TIMEOUT
const text = '[' + '{"a":[1,2,3]},'.repeat(1e5) + '1]'; for (;;) JSON.parse(text)

//# reviver-spins: TIMEOUT
return JSON.parse('[1]', () => { for (;;); })

//# reviver-grows: OK OUT_OF_MEMORY TIMEOUT THROWN limit=3s
return JSON.parse('[1]', function (k, v) { this[k + 'x'] = [v]; return Array.isArray(this) ? v : [[v]] })

//# stringify-deep: TIMEOUT THROWN INVALID_RESULT
let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return JSON.stringify(a)

//# result-deep: TIMEOUT INVALID_RESULT
let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a

//# billion-laughs: OUT_OF_MEMORY TIMEOUT THROWN limit=500ms
let a = ['lol']; for (let i = 0; i < 40; i++) a = [a, a]; return a

//# billion-laughs-unprinted: OUT_OF_MEMORY TIMEOUT THROWN limit=1s
let a = [0]; for (let i = 0; i < 40; i++) a = [a, a]; return JSON.stringify(a).length

//# indented: OUT_OF_MEMORY TIMEOUT THROWN limit=5s
let a = [1]; for (let i = 0; i < 1000; i++) a = [a, new Array(100).fill(0)]; for (;;) JSON.stringify(a, null, 10)

//# replacer-spins: TIMEOUT
return JSON.stringify({}, () => { for (;;); })

//# replacer-deepens: TIMEOUT THROWN OUT_OF_MEMORY
return JSON.stringify({}, (k, v) => ({ v }))

//# to-json-spins: TIMEOUT
return { toJSON() { for (;;); } }

//# to-json-nests: TIMEOUT INVALID_RESULT OUT_OF_MEMORY
const more = () => ({ get x() { return more() } }); return more()

//# to-json-prints: OK
return { toJSON() { console.log('inside'); return 1 } }

//# to-json-answers-big-int: INVALID_RESULT
return { toJSON: () => 1n }

//# to-json-everywhere: TIMEOUT
Object.prototype.toJSON = function () { for (;;); }; return {}

//# getter-spins: TIMEOUT
return { get x() { for (;;); } }

//# getter-swallows: TIMEOUT
return { get x() { for (;;) try { for (;;); } catch {} } }

//# getter-throws: INVALID_RESULT
return { get x() { throw new Error('evil') } }

//# getter-grows-its-object: OUT_OF_MEMORY TIMEOUT OK limit=5s
const a = [{ get x() { a.push(0); return 1 } }]; return a

//# proxy-as-result: TIMEOUT
return new Proxy({}, { ownKeys() { for (;;); } })

//# endless-array-as-result: OUT_OF_MEMORY TIMEOUT RESULT_TOO_LARGE limit=500ms
return new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 32 : k === 'toJSON' ? undefined : 0 })

//# sparse-array-as-result: OUT_OF_MEMORY TIMEOUT THROWN limit=500ms
return new Array(4294967295)

//# result-too-large: RESULT_TOO_LARGE
return 'x'.repeat(6 << 20)

//# result-40mb-escaped: RESULT_TOO_LARGE OUT_OF_MEMORY
return '\u0001'.repeat(7e6)

//# half-surrogates: OK
return '\ud800'.repeat(1000)

//# circular: INVALID_RESULT
const a = {}; a.a = a; return a

//# error-getters-spin: TIMEOUT
throw { get stack() { for (;;); } }

//# error-message-spins: TIMEOUT
const e = new Error('x'); Object.defineProperty(e, 'message', { get() { for (;;); } }); throw e

//# error-message-60mb: THROWN OUT_OF_MEMORY
throw new Error('x'.repeat(6e7))

//# error-name-is-an-object: TIMEOUT
const e = new Error('x'); e.name = { toString() { for (;;); } }; throw e

//# error-is-a-proxy: THROWN
throw new Proxy(new Error('x'), { get() { throw new Error('evil') }, getPrototypeOf() { throw new Error('evil') } })

//# error-forges-memory: OUT_OF_MEMORY
const e = new Error('out of memory'); e.name = 'InternalError'; throw e

//# throws-null-cheaply: THROWN
throw null

//# prepare-stack-trace-spins: TIMEOUT THROWN
Error.prepareStackTrace = () => { for (;;); }; throw new Error('x')

//# stack-of-60mb: THROWN OUT_OF_MEMORY
const e = new Error('x'); e.stack = '    at f (script.js:1:1)\n'.repeat(2e6); throw e
