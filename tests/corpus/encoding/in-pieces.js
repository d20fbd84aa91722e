// texts of a megabyte and more as bytes and back: pairs and characters lie across every border of pieces
const wrong = [];
const note = (is, ...what) => { if (!is) wrong.push(what); };
for (let shift = 0; shift < 5; shift++) {
  const text = 'x'.repeat(shift) + '\u{1f600}\u4e2d\u00e9'.repeat(270000);
  const bytes = Buffer.from(text);
  note(bytes.length === shift + 9 * 270000 && Buffer.byteLength(text) === bytes.length, 'length', shift);
  note(bytes.toString() === text, 'utf8', shift);
  note(new TextDecoder().decode(new TextEncoder().encode(text)) === text, 'encoders', shift);
  note(Buffer.from(text, 'utf16le').toString('utf16le') === text, 'utf16', shift);
  const narrow = Buffer.from(text, 'latin1');
  note(narrow.length === text.length && Buffer.from(narrow.toString('latin1'), 'latin1').equals(narrow), 'latin1', shift);
  const other = Buffer.from(bytes);
  other[other.length - 1] ^= 1;
  note(Buffer.compare(bytes, other) !== 0 && !bytes.equals(other) && Buffer.compare(bytes, bytes.subarray(0)) === 0, 'compare', shift);
}
// Half a pair at the border stays half, and what is no UTF-8 behind it is replaced.
const half = 'y'.repeat(2 ** 20 - 1) + '\ud83d' + 'z\ude00';
note(Buffer.from(half).subarray(2 ** 20 - 1).toString('hex') === 'efbfbd7aefbfbd', 'half');
const broken = Buffer.alloc(2 ** 20 + 2, 'a');
broken[2 ** 20 - 1] = 0xe4; broken[2 ** 20] = 0xb8;
return [wrong, broken.toString().slice(-3), new TextDecoder().decode(broken).length, btoa('\u00e9'.repeat(2 ** 20 + 1)).length, atob(btoa('\u00e9'.repeat(2 ** 20 + 1))).length];
