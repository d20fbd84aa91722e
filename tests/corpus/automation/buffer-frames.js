// length-prefixed frames read from pieces
const frame = (type, body) => { const b = Buffer.from(body); const head = Buffer.alloc(7); head.writeUInt8(type, 0); head.writeUInt32BE(b.length, 1); head.writeInt16LE(-b.length, 5); return Buffer.concat([head, b]); };
const all = Buffer.concat([frame(1, 'héllo'), frame(2, ''), frame(255, Buffer.alloc(300, 'ab'))]);
let rest = Buffer.alloc(0); const out = [];
for (let i = 0; i < all.length; i += 11) { rest = Buffer.concat([rest, all.subarray(i, i + 11)]); while (rest.length >= 7 && rest.length >= 7 + rest.readUInt32BE(1)) { const n = rest.readUInt32BE(1); out.push([rest[0], n, rest.readInt16LE(5), rest.toString('utf8', 7, 7 + Math.min(n, 8))]); rest = rest.subarray(7 + n); } }
const told = (f) => { try { return f(); } catch (e) { return `${e.name} [${e.code}]: ${e.message}`; } };
return { out, left: rest.length, short: told(() => Buffer.alloc(3).readUInt32BE(0)), neg: told(() => Buffer.alloc(3).readInt8(-1)), big: told(() => Buffer.alloc(3).writeUInt8(256)), frac: told(() => Buffer.alloc(8).readInt8(0.5)), type: told(() => Buffer.alloc(8).readInt8('0')), str: told(() => Buffer.concat(['a'])), hex: all.toString('hex', 0, 9), json: JSON.stringify(frame(3, 'x')) };
