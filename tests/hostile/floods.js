// Console floods, error floods, and loops that swallow whatever is thrown at them.

//# console-flood: TIMEOUT
for (;;) console.log('flood')

//# console-flood-of-levels: TIMEOUT
for (;;) for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level](level)

//# console-line-of-50mb: OK OUT_OF_MEMORY
console.log('x'.repeat(5e7)); return 1

//# console-of-big-array: OK TIMEOUT OUT_OF_MEMORY limit=3s
console.log(new Array(1e6).fill({ a: 1 })); return 1

//# console-of-laughs: OK TIMEOUT
let a = ['lol']; for (let i = 0; i < 40; i++) a = [a, a]; console.log(a); console.dir(a, { depth: Infinity }); return 1

//# console-getter-spins: OK TIMEOUT
console.log({ get x() { for (;;); } }); return 1

//# console-custom-inspect-spins: TIMEOUT OK
console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } }); return 1

//# console-proxy: OK TIMEOUT THROWN
console.log(new Proxy({}, { get() { for (;;); }, ownKeys() { for (;;); } })); return 1

//# console-indents: TIMEOUT OUT_OF_MEMORY THROWN limit=500ms
for (;;) console.group()

//# console-format: TIMEOUT OK OUT_OF_MEMORY limit=2s
console.log('%s'.repeat(3e4), ...new Array(3e4).fill('%s%j')); return 1

//# console-labels: TIMEOUT OUT_OF_MEMORY limit=1s
for (let i = 0; ; i++) console.count('label' + i)

//# console-trace: TIMEOUT
for (;;) console.trace()

//# console-then-memory: OUT_OF_MEMORY
for (let i = 0; i < 2000; i++) console.log('x'.repeat(200)); const kept = []; for (;;) kept.push({})

//# errors: TIMEOUT
for (;;) new Error('x')

//# errors-thrown: TIMEOUT
for (;;) try { throw new Error('x') } catch {}

//# errors-kept: OUT_OF_MEMORY TIMEOUT limit=1s
const kept = []; for (;;) kept.push(new Error('x'))

//# errors-with-causes: OUT_OF_MEMORY TIMEOUT limit=1s
let cause; for (;;) cause = new AggregateError([cause], 'x', { cause })

//# syntax-errors: TIMEOUT
for (;;) try { eval('{') } catch {}

//# catch-everything: TIMEOUT
for (;;) try { for (;;); } catch {} finally { continue }

//# catch-everything-in-functions: TIMEOUT
function f() { try { for (;;); } catch { return f() } finally { f() } } for (;;) f()

//# catch-everything-async: TIMEOUT
for (;;) try { await (async () => { for (;;); })() } catch {}

//# catch-in-promises: TIMEOUT
(function again() { return Promise.reject(1).catch(() => { for (let i = 0; i < 1e5; i++); }).finally(again) })(); await new Promise(() => {})

//# return-in-finally: TIMEOUT
const f = () => { try { for (;;); } finally { return f } }; for (let g = f; ; ) g = g()

//# memory-swallowed: TIMEOUT OUT_OF_MEMORY limit=500ms
let kept = []; for (;;) try { kept.push(new Array(1e5).fill(0)) } catch {}

//# memory-swallowed-small: TIMEOUT OUT_OF_MEMORY limit=500ms
let kept = []; for (;;) try { kept.push({}) } catch {}

//# memory-freed-and-filled: TIMEOUT OUT_OF_MEMORY limit=500ms
for (;;) try { const kept = []; for (;;) kept.push(new Array(1e4).fill(0)) } catch {}

//# memory-swallowed-then-returned: OK OUT_OF_MEMORY
const kept = []; try { for (;;) kept.push({}) } catch {} return kept.length > 0

//# memory-swallowed-then-thrown: THROWN OUT_OF_MEMORY
const kept = []; try { for (;;) kept.push({}) } catch { throw new Error('mine') }

//# memory-swallowed-then-printed: OK OUT_OF_MEMORY
const kept = []; try { for (;;) kept.push({}) } catch (e) { console.log(String(e)) } return 1

//# memory-full-then-awaits: OK OUT_OF_MEMORY
const kept = []; try { for (;;) kept.push({}) } catch {} await new Promise(r => setTimeout(r, 1)); return 1

//# memory-full-in-a-callback-of-then: OUT_OF_MEMORY
await Promise.resolve().then(() => { const kept = []; for (;;) kept.push({}) })

//# memory-full-in-an-async-generator: OUT_OF_MEMORY TIMEOUT limit=1s
const kept = []; for await (const x of async function* () { for (;;) yield {} }()) kept.push(x)

//# memory-error-as-result: OK OUT_OF_MEMORY
let kept = []; try { for (;;) kept.push([]) } catch (e) { kept = null; return String(e) }
