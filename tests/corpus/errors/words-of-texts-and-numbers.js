// the engine's own errors in V8's words: texts and numbers
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
'x'.repeat(-1)
'x'.repeat(Infinity)
'x'.repeat(2 ** 30)
'x'.padEnd(2 ** 30)
(1).toFixed(101)
(1).toFixed(-1)
(1).toPrecision(0)
(1).toPrecision(101)
(1).toExponential(101)
(1).toString(1)
(1).toString(37)
(1n).toString(1)
'x'.normalize('y')
String.fromCodePoint(-1)
String.fromCodePoint(1.5)
String.fromCodePoint(0x110000)
String.prototype.trim.call(null)
String.prototype.trim.call(undefined)
String.raw()
'x'.matchAll(/x/)
'x'.replaceAll(/x/, 'y')
'abc'.startsWith(/a/)
'abc'.includes(/a/)
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
