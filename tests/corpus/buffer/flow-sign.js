// bytes framed, summed and written as hex and base64
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const frame = (type, payload) => {
  const body = Buffer.from(JSON.stringify(payload));
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(body.length, 1);
  let sum = 0;
  for (const b of body) sum = (sum + b) & 0xffff;
  head.writeUInt16LE(sum, 5);
  return Buffer.concat([head, body]);
};
const frames = Buffer.concat([frame(1, { id: 'A', city: '长沙' }), frame(2, [1, 2, 3])]);
const decoded = [];
for (let at = 0; at < frames.length;) {
  const size = frames.readUInt32BE(at + 1);
  decoded.push({ type: frames[at], sum: frames.readUInt16LE(at + 5), body: JSON.parse(frames.toString('utf8', at + 7, at + 7 + size)) });
  at += 7 + size;
}
console.log(frames.subarray(0, 12));
return { hex: frames.toString('hex'), base64: frames.toString('base64url'), decoded, same: frames.equals(Buffer.from(frames.toString('latin1'), 'latin1')) };
