// querystring.parse and unescape
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const qs = require('querystring');
for (const text of ['a=1&b=2', 'a=1&a=2&a=3', 'a', 'a=', '=a', '', '&&', 'a=b=c', 'a%20b=c%26', 'a+b=c+d', '%zz=%', 'a=%E4%B8%AD', '%e4=1', 'a[]=1&a[]=2', 'a=1;b=2', '__proto__=1&constructor=2', 'a&b', '中=文', 'a=%00', 'a=1&=2', 'x=%F0%9F%98%80']) t(text, () => qs.parse(text));
t('separators', () => qs.parse('a:1;b:2', ';', ':'));
t('long', () => qs.parse('a==>1&&b==>2', '&&', '==>'));
t('max', () => qs.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }));
t('noMax', () => Object.keys(qs.parse(Array.from({ length: 1005 }, (_, i) => `k${i}=1`).join('&'))).length);
t('noMax0', () => Object.keys(qs.parse(Array.from({ length: 1005 }, (_, i) => `k${i}=1`).join('&'), null, null, { maxKeys: 0 })).length);
t('decoder', () => qs.parse('a=%41', null, null, { decodeURIComponent: (s) => `<${s}>` }));
t('throwing', () => qs.parse('a=%zz', null, null, { decodeURIComponent: () => { throw new Error('x'); } }));
t('proto', () => Object.getPrototypeOf(qs.parse('a=1')) === null);
for (const v of [null, undefined, 5, {}, []]) t(`${v}`, () => qs.parse(v));
t('unescape', () => [qs.unescape('%41%zz'), qs.unescape('a+b'), qs.unescapeBuffer('%41b').toString(), qs.decode === qs.parse]);
return out;
