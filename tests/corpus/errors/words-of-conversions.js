// the engine's own errors in V8's words: conversions
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
1n + 1
1 - 2n
1n * 1.5
+1n
Math.max(1n)
BigInt(1.5)
BigInt('x')
BigInt(undefined)
BigInt(null)
BigInt(NaN)
BigInt({})
BigInt(Symbol())
JSON.stringify(1n)
1n / 0n
Number(Symbol('a'))
'' + Symbol('a')
Symbol('a') + 1
\`\${Symbol('a')}\`
new Symbol()
Symbol.keyFor(1)
({}) + Object.create(null)
String(Object.create(null))
Number(Object.create(null))
\`\${Object.create(null)}\`
[Object.create(null)].join()
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
