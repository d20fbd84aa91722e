// fill, copy, subarray, set, concat with lengths; shared memory
const a = Buffer.alloc(10, 'abc'); const b = Buffer.from('0123456789');
const copied = [b.copy(a, 8), b.copy(a, 0, 8), b.copy(a, 2, 3, 5)];
const view = b.subarray(2, -2); view[0] = 65;
const t = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code}`; } };
return { a: a.toString(), copied, shared: b.toString(), slice: b.slice(-3).toString(), fill: [Buffer.alloc(5).fill('žl').toString('hex'), Buffer.alloc(6).fill('616263', 'hex').toString(), Buffer.alloc(4).fill(257)[0], Buffer.from('abcdef').fill('-', 1, 3).toString(), t(() => Buffer.alloc(3).fill('zz', 'hex')), Buffer.alloc(3).fill('').toString('hex')], concat: [Buffer.concat([Buffer.from('ab'), new Uint8Array([99])]).toString(), Buffer.concat([Buffer.from('abc')], 2).toString(), Buffer.concat([Buffer.from('a')], 3).toJSON(), t(() => Buffer.concat('ab'))], writes: [a.write('ž', 9), a.write('hello', 2, 3), a.write('ff', 0, 'hex'), a.toString('latin1')] };
