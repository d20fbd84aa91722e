// the engine's own errors in V8's words: patterns of text
const AsyncFunction = (async () => {}).constructor;
process.on('unhandledRejection', () => {});
const out = [];
for (const body of String.raw`
decodeURIComponent('%')
decodeURI('%E0%A4%A')
new RegExp('(')
new RegExp('[')
new RegExp('a', 'zz')
new RegExp('a**')
new RegExp('\\', 'u')
new RegExp('(?<a>x)(?<a>y)')
new RegExp('a{2,1}')
new RegExp('[b-a]')
new RegExp('\\k<x>', 'u')
new RegExp('(?<=')
new RegExp(')')
new RegExp('*')
new RegExp('+a')
new RegExp('a', 'gg')
`.trim().split('\n').map((line) => line.replace(/\\([`$])/g, '$1'))) {
  try {
    await new AsyncFunction('input', 'require', body)({}, require);
    out.push([body, 'nothing']);
  } catch (error) {
    out.push([body, `${error?.name}: ${error?.message}`]);
  }
}
return out;
