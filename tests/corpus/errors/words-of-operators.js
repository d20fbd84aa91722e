// the engine's own errors in V8's words: operators
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
'a' in 'b'
'a' in undefined
'a' in 5
const u = 'str'; 'length' in u
0 in null
const u = {}; u instanceof 5
const u = {}; u instanceof undefined
const u = {}; u instanceof {}
const u = {}; u instanceof (() => 1)
const u = undefined; ({}) instanceof u
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
