// read and write of 1 to 6 bytes, signed, both ends, and beyond the range
const t = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code}`; } };
const out = {};
for (const width of [1, 2, 3, 4, 5, 6]) { const b = Buffer.alloc(8); out[width] = ['UIntBE', 'UIntLE', 'IntBE', 'IntLE'].map((kind) => { const max = 2 ** (8 * width - (kind[0] === 'I' ? 1 : 0)) - 1; const end = b[`write${kind}`](max, 1, width); return [b.toString('hex'), end, b[`read${kind}`](1, width) === max, t(() => b[`write${kind}`](max + 1, 0, width)), t(() => b[`write${kind}`](-1, 2, width))]; }); }
const f = Buffer.alloc(24); f.writeFloatBE(1.1, 0); f.writeDoubleLE(-1e-300, 4); f.writeBigInt64BE(-5n, 12);
return { ...out, floats: [f.toString('hex'), f.readFloatBE(0), f.readDoubleLE(4), String(f.readBigUInt64BE(12))], refused: [t(() => f.readInt32BE(22)), t(() => f.readInt8(1.5)), t(() => f.readInt8('0')), t(() => f.readUIntBE(0, 7)), t(() => f.writeUInt8(256)), t(() => f.writeBigUInt64LE(-1n))] };
