// querystring.stringify and escape
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const qs = require('querystring');
for (const v of [{ a: 1, b: 'x y' }, { a: [1, 2, 'z'] }, { a: '' }, { a: null, b: undefined }, { a: true, b: false }, { a: NaN, b: Infinity, c: -0, d: 1e21 }, { a: 10n }, { a: {} }, { a: [] }, { a: [[1, 2], null] }, { '中': '文' }, { a: "!'()*-._~" }, { a: '&=+%' }, { a: '\ud83d\ude00' }, {}, [1, 2], { a: new Date(0) }, { a: Symbol.iterator && 'x' }, 'text', 5, null, undefined]) t(require('util').inspect(v), () => qs.stringify(v));
t('separators', () => qs.stringify({ a: 1, b: [2, 3] }, ';', ':'));
t('encoder', () => qs.stringify({ a: 'b c' }, null, null, { encodeURIComponent: (s) => `<${s}>` }));
t('surrogate', () => qs.stringify({ a: '\ud800' }));
t('escape', () => [qs.escape('a b&c'), qs.escape(5), qs.escape({}), qs.escape(true)]);
t('round', () => qs.parse(qs.stringify({ a: ['1', '2'], b: 'c d' })));
t('keys', () => Object.keys(qs));
return out;
