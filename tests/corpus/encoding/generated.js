// random bytes in every Unicode encoding, random text in UTF-8
let state = 4242;
const random = (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 4294967296 * n); };
const bytes = () => Uint8Array.from({ length: random(12) }, () => [random(0x80), 0x80 + random(0x40), 0xc0 + random(0x20), 0xe0 + random(0x10), 0xf0 + random(0x10)][random(5)]);
const text = () => String.fromCharCode(...Array.from({ length: random(10) }, () => [random(0x80), random(0x800), random(0x10000), 0xd800 + random(0x800)][random(4)]));
const out = [];
for (let i = 0; i < 150; i++) {
  const b = bytes();
  const row = [[...b].map((x) => x.toString(16)).join(' ')];
  for (const label of ['utf-8', 'utf-16le', 'utf-16be']) {
    row.push(new TextDecoder(label).decode(b));
    try { row.push(new TextDecoder(label, { fatal: true }).decode(b)); } catch (e) { row.push(e.code); }
  }
  const d = new TextDecoder();
  const cut = random(b.length + 1);
  row.push(d.decode(b.subarray(0, cut), { stream: true }) + '|' + d.decode(b.subarray(cut)));
  const t = text();
  row.push([...new TextEncoder().encode(t)].join(' '), JSON.stringify(new TextEncoder().encodeInto(t, new Uint8Array(7))));
  out.push(row);
}
return out;
