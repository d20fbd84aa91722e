// fill with numbers, texts, buffers, encodings and ranges
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const f = (...args) => Buffer.alloc(8, '.').fill(...args).toString('latin1');
for (const args of [['a'], ['ab'], ['abc', 2], ['abc', 2, 5], ['é'], ['é', 'latin1'], ['6869', 'hex'], ['aGk', 'base64'], ['h', 'ucs2'], ['ab', 1, 'ucs2'], [65], [321], [-1], [66.9], [true], [null], [undefined], [''], ['', 2, 4], ['x', 3, 3], ['x', 8], ['x', 9], ['x', -1], ['x', 0, 9], ['zz', 'hex'], ['x', 'nope'], ['x', 1, 2, 'nope'], ['x', 0, 8, 5], [Buffer.from('xyz')], [new Uint8Array([65, 66])], [Buffer.alloc(0)], [{}], ['x', '1']]) t(JSON.stringify(args) + typeof args[0], () => f(...args));
return out;
