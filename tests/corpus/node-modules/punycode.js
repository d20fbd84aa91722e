// punycode both ways
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const punycode = require('punycode');
for (const s of ['mañana', '中文', 'abc', '', '☃-⌘', 'bücher', '😀', 'Ελληνικά']) t(s, () => [punycode.encode(s), punycode.decode(punycode.encode(s)), punycode.toASCII(`${s}.com`), punycode.toUnicode(punycode.toASCII(`${s}.com`))]);
t('ucs2', () => [punycode.ucs2.decode('a😀'), punycode.ucs2.encode([0x61, 0x1f600])]);
t('bad', () => punycode.decode('\x80'));
t('bad2', () => punycode.decode('a-!'));
t('keys', () => [Object.keys(punycode).sort(), punycode.version]);
return out;
