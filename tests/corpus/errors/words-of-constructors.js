// the engine's own errors in V8's words: constructors
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
new Array(-1)
new Array(1.5)
[].length = -1
new Uint8Array(-1)
new Uint16Array(new ArrayBuffer(3))
new Uint16Array(new ArrayBuffer(4), 1)
new DataView(5)
new DataView(new ArrayBuffer(1)).getInt16(0)
new ArrayBuffer(-1)
new Date(NaN).toISOString()
new Date('x').toISOString()
Date.prototype.getTime.call({})
Map.prototype.get.call({}, 1)
Set.prototype.add.call([], 1)
new Map(5)
new Map([5])
new Map([undefined])
new Set(5)
new Set({})
new WeakMap([[1, 2]])
new WeakMap().set(1, 2)
new WeakSet().add('x')
new WeakRef(1)
Map()
Set()
Promise()
Date.UTC()
(1).toLocaleString('en', {style: 'currency'})
new Intl.DateTimeFormat('en', {timeZone: 'X/Y'})
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
