// a megabyte through every encoding
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const b = Buffer.alloc(1 << 18, 'The quick brown fox é€😀 ');
const crc = (x) => { let h = 0; for (let i = 0; i < x.length; i += 97) h = (h * 31 + (typeof x === 'string' ? x.charCodeAt(i) : x[i])) >>> 0; return [x.length, h]; };
for (const e of ['utf8', 'latin1', 'ascii', 'hex', 'base64', 'base64url', 'ucs2']) t(e, () => { const text = b.toString(e); return [crc(text), crc(Buffer.from(text, e))]; });
t('find', () => [b.indexOf('fox', 200000), b.lastIndexOf('fox'), b.indexOf(Buffer.alloc(70000, 'q')), b.includes('\u{1f600} The')]);
return out;
