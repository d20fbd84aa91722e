// what require('buffer') exports
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const m = require('node:buffer');
t('keys', () => Object.keys(m).sort());
t('same', () => [m.Buffer === Buffer, require('buffer') === m, typeof m.atob, typeof m.btoa]);
t('constants', () => ({ ...m.constants, k: m.kMaxLength, s: m.kStringMaxLength }));
t('atob', () => [m.atob('aGk='), m.atob(' aG k '), m.btoa('hi'), m.btoa('é'), m.atob('')]);
t('atob bad', () => m.atob('a'));
t('atob bad2', () => m.atob('a$b='));
t('btoa bad', () => m.btoa('€'));
t('btoa none', () => m.btoa());
t('isUtf8', () => [Buffer.from('é'), Buffer.from([0xff]), new Uint8Array([0xc3]), new ArrayBuffer(2)].map((x) => [m.isUtf8(x), m.isAscii(x)]));
t('isUtf8 bad', () => m.isUtf8('x'));
t('isAscii bad', () => m.isAscii([]));
for (const [from, to] of [['utf8', 'latin1'], ['utf8', 'ascii'], ['utf8', 'ucs2'], ['latin1', 'utf8'], ['ucs2', 'utf8'], ['ucs2', 'latin1'], ['utf8', 'utf8'], ['ascii', 'utf8'], ['utf8', 'hex'], ['nope', 'utf8']]) t(`transcode ${from} ${to}`, () => m.transcode(Buffer.from('é€😀x'), from, to).toString('hex'));
t('transcode type', () => m.transcode('x', 'utf8', 'ascii'));
t('slow', () => typeof m.SlowBuffer);
return out;
