// long texts and bytes in every encoding, well formed or not, at every offset, and compared
let seed = 20261130;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const pick = (list) => list[random(list.length)];
const hash = (text) => { let sum = 0; for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) >>> 0; return `${text.length}:${sum}`; };
const text = (length, pieces) => { let all = ''; while (all.length < length) all += pick(pieces); return all; };
const TEXTS = { ascii: [...'abc XYZ09-_+/=\n\0'], latin1: [...'abcéÿ\x80ñ'], wide: [...'a中文é', '😀'], halves: ['a', '\ud800', '\udc00', '中', '😀'], base64: [...'ABCDabcd0189+/'], mixed: [...'AB+/-_ \n=!'], hex: [...'0123456789abcdefABCDEF'], 'not hex': [...'0123456789abcdefghi'] };
const ENCODINGS = ['utf8', 'latin1', 'ascii', 'utf16le', 'hex', 'base64', 'base64url'];
const BYTES = { ascii: () => 32 + random(90), high: () => random(256), utf8: null };
const out = {};
const told = (make) => { try { return make(); } catch (e) { return [e.name, e.code, e.message]; } };
for (const [name, pieces] of Object.entries(TEXTS)) {
  for (const length of [63, 64, 65, 66, 127, 1000, 9001]) {
    const one = text(length, pieces);
    out[`${name} ${length}`] = ENCODINGS.filter((encoding) => !/wide|halves/.test(name) || !encoding.startsWith('base64')).map((encoding) => { const bytes = Buffer.from(one, encoding); const part = Buffer.alloc(50, 1); return [hash(bytes.toString('latin1')), Buffer.byteLength(one, encoding), part.write(one, 7, 33, encoding), hash(part.toString('latin1'))]; });
    out[`${name} ${length} web`] = [hash(String.fromCharCode(...new TextEncoder().encode(one))), told(() => hash(btoa(one))), told(() => hash(atob(one))), told(() => hash(atob(btoa(one)))), told(() => hash(atob(`${Buffer.from(one).toString('base64')}${pick(['', '=', '==', ' ', '\n', '\u00e9'])}`)))];
  }
}
for (const length of [0, 1, 64, 65, 66, 1000, 9001]) {
  const sources = { ascii: Buffer.from(Array.from({ length }, BYTES.ascii)), high: Buffer.from(Array.from({ length }, BYTES.high)), utf8: Buffer.from(text(length, TEXTS.wide)), mark: Buffer.from(`\ufeff${text(length, TEXTS.wide)}`) };
  for (const [name, bytes] of Object.entries(sources)) {
    const at = [[0, bytes.length], [1, bytes.length], [3, bytes.length - 1], [random(10), random(bytes.length + 5)]];
    out[`${name} bytes ${length}`] = ENCODINGS.map((encoding) => at.map(([from, to]) => hash(bytes.toString(encoding, from, to))));
    out[`${name} decoded ${length}`] = [{}, { fatal: true }, { ignoreBOM: true }].map((options) => told(() => hash(new TextDecoder('utf-8', options).decode(bytes.subarray(random(3))))));
    const decoder = new TextDecoder();
    let parts = '';
    for (let begin = 0; begin < bytes.length;) { const size = 1 + random(200); parts += decoder.decode(bytes.subarray(begin, begin + size), { stream: true }); begin += size; }
    out[`${name} streamed ${length}`] = hash(parts + decoder.decode());
  }
  const damaged = Buffer.from(sources.utf8);
  if (length > 0) for (let i = 0; i < 3; i++) damaged[random(damaged.length)] = pick([0x80, 0xc0, 0xed, 0xf5, 0xff, 0xe4]);
  out[`damaged ${length}`] = [hash(damaged.toString()), hash(new TextDecoder().decode(damaged)), told(() => hash(new TextDecoder('utf-8', { fatal: true }).decode(damaged)))];
  const { high } = sources;
  const other = Buffer.from(high);
  const found = [high.equals(other), Buffer.compare(high, other), high.compare(other, 1, undefined, 0)];
  if (length > 2) { other[length - 2] ^= 0x80; found.push(high.equals(other), high.compare(other), other.compare(high), high.compare(other, 0, length - 2, 0, length - 2), high.subarray(1).equals(other.subarray(1)), high.compare(high.subarray(0, length - 1)), Buffer.compare(new Uint8Array(high), high)); }
  out[`compared ${length}`] = found;
  for (const size of [2, 4, 8]) out[`swapped ${size} ${length}`] = [0, 1, 4].map((offset) => told(() => { const copy = Buffer.from(high); const part = copy.subarray(offset, offset + (copy.length - offset) - ((copy.length - offset) % size)); part[`swap${size * 8}`](); return hash(copy.toString('latin1')); }));
}
out.shared = [hash(Buffer.from(new SharedArrayBuffer(100)).toString()), hash(Buffer.from(new Uint8Array(new SharedArrayBuffer(100), 10)).toString('latin1'))];
return out;
