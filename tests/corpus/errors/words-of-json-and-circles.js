// the engine's own errors in V8's words: json and circles
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
JSON.parse('')
JSON.parse('{')
JSON.parse(undefined)
JSON.parse('{"a":}')
JSON.parse('[1,]')
JSON.parse("{'a':1}")
const a = {}; a.a = a; JSON.stringify(a)
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
