// how arrays and objects break into lines
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { inspect } = require('util');
t('numbers', () => inspect(Array.from({ length: 60 }, (_, i) => i * i)));
t('words', () => inspect('the quick brown fox jumps over the lazy dog and runs away from the big bad wolf again'.split(' ')));
t('mixed', () => inspect([1, 'a', { b: 1 }, [2], null, undefined, true, 1n, () => 1, Symbol('s')]));
t('objects', () => inspect([{ id: 1, name: 'one', tags: ['a', 'b'] }, { id: 2, name: 'two', tags: [] }, { id: 3, name: 'three', tags: ['c'] }]));
t('long', () => inspect({ text: 'lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore', other: 1 }));
t('multi', () => inspect({ text: 'line one\nline two\nline three which is quite a bit longer than the others are' }));
t('wide', () => inspect(['中文字符', 'ｆｕｌｌ', '😀😀', 'é', 'e\u0301', 'abc', '한국어', 'ひらがな', '1', '2', '3']));
t('order', () => inspect({ order: { id: 'A-1', customer: { name: 'Li', address: { city: '长沙', zip: '410000' } }, lines: [{ sku: 'x', qty: 2, price: 9.99 }, { sku: 'y', qty: 1, price: 100 }], total: 119.98, notes: null } }, { depth: 5 }));
t('sparse', () => inspect([, 'a', , , 'b']));
t('keys', () => inspect({ 'a b': 1, 'a-b': 2, a1: 3, '1a': 4, '': 5, "it's": 6, ünï: 7 }));
t('class', () => { class Foo { #p = 1; a = 2; static s = 3; } return [inspect(new Foo()), inspect(Foo), inspect(class extends Foo {})]; });
t('deepMap', () => inspect(new Map([[{ a: 1 }, new Map([['x', new Map([[1, new Map()]])]])]])));
t('iterators', () => [inspect(Object.entries({ a: 1 })), inspect(new Map([[1, 2]]).size)]);
return out;
