// concat with and without a length
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const list = [Buffer.from('ab'), new Uint8Array([99]), Buffer.from('de')];
t('all', () => Buffer.concat(list).toString());
t('short', () => Buffer.concat(list, 3).toString());
t('long', () => Buffer.concat(list, 7).toString('hex'));
t('zero', () => Buffer.concat(list, 0).length);
t('none', () => Buffer.concat([]).length);
t('text', () => Buffer.concat('abc'));
t('member', () => Buffer.concat(['abc']));
t('member2', () => Buffer.concat([Buffer.alloc(1), 5]));
t('length', () => Buffer.concat(list, -1));
t('length2', () => Buffer.concat(list, 'a'));
t('copy', () => { const a = Buffer.from('abcdef'); const b = Buffer.alloc(4); return [a.copy(b), b + '', a.copy(b, 1, 2, 4), b + '', a.copy(b, 10), a.copy(b, 0, 6)]; });
t('overlap', () => { const a = Buffer.from('abcdef'); a.copy(a, 2, 0, 4); return a + ''; });
t('copyBad', () => Buffer.from('abc').copy(Buffer.alloc(3), 0, 9));
t('copyBad2', () => Buffer.from('abc').copy(Buffer.alloc(3), -1));
t('copyType', () => Buffer.from('abc').copy([]));
return out;
