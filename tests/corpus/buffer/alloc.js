// alloc, allocUnsafe, fill values and bad sizes
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
t('zero', () => Buffer.alloc(3).toString('hex'));
t('number', () => Buffer.alloc(3, 300).toString('hex'));
t('text', () => Buffer.alloc(5, 'ab').toString());
t('encoded', () => Buffer.alloc(4, 'aGk=', 'base64').toString());
t('buffer', () => Buffer.alloc(5, Buffer.from([1, 2])).toString('hex'));
t('empty', () => Buffer.alloc(2, '').toString('hex'));
t('emptyBuffer', () => Buffer.alloc(2, Buffer.alloc(0)));
t('badFill', () => Buffer.alloc(2, 'zz', 'hex'));
t('badEncoding', () => Buffer.alloc(2, 'a', 'nope'));
t('encodingType', () => Buffer.alloc(2, 'a', 5));
t('negative', () => Buffer.alloc(-1));
t('nan', () => Buffer.alloc(NaN));
t('text size', () => Buffer.alloc('5'));
t('huge', () => Buffer.alloc(2 ** 40));
t('unsafe', () => Buffer.allocUnsafe(4).length);
t('slow', () => Buffer.allocUnsafeSlow(4).length);
t('unsafe bad', () => Buffer.allocUnsafe('x'));
t('isBuffer', () => [Buffer.isBuffer(Buffer.alloc(1)), Buffer.isBuffer(new Uint8Array(1)), Buffer.isBuffer('x'), Buffer.isBuffer()]);
t('isEncoding', () => ['utf8', 'UTF-8', 'hex', 'Base64URL', 'latin1', 'nope', '', 5, undefined, 'binary', 'ucs2', 'utf-16le'].map((e) => Buffer.isEncoding(e)));
t('poolSize', () => Buffer.poolSize);
t('constructor', () => [new Buffer.from('a').length]);
return out;
