// Buffer.copyBytesFrom and parts of arrays
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
t('all', () => Buffer.copyBytesFrom(new Uint16Array([1, 258])).toString('hex'));
t('part', () => Buffer.copyBytesFrom(new Uint16Array([1, 258, 3]), 1, 1).toString('hex'));
t('beyond', () => Buffer.copyBytesFrom(new Uint8Array([1]), 5).length);
t('bad', () => Buffer.copyBytesFrom([1]));
t('bad2', () => Buffer.copyBytesFrom(new Uint8Array(1), -1));
t('view', () => Buffer.from(new Uint8Array([1, 2, 3]).subarray(1)).toString('hex'));
t('float', () => Buffer.from(new Float32Array([1.9, 258.2])).toString('hex'));
return out;
