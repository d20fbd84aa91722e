// the engine's own errors in V8's words: descriptors
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
Object.assign(Object.freeze({a: 1}), {a: 2})
Object.assign(Object.freeze({a: 1}), {b: 2})
Object.defineProperty(Object.freeze({a: 1}), 'a', {value: 2})
Object.defineProperty(Object.freeze({a: 1}), 'b', {value: 2})
Object.defineProperty(5, 'a', {})
Object.create(5)
Object.create()
Object.setPrototypeOf({}, 5)
Object.setPrototypeOf(undefined, {})
Object.keys(undefined)
Object.keys(null)
Object.entries(undefined)
Object.values(null)
Object.assign(null, {})
Object.fromEntries(5)
Object.fromEntries([5])
Object.fromEntries(undefined)
Object.fromEntries([undefined])
Object.getOwnPropertyNames(undefined)
Object.getPrototypeOf(null)
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
