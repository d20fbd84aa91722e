// unset and omit deep paths, arrays, inherited and missing ones
const _ = require('lodash');
const o = () => ({ a: [{ b: 1, c: 2 }], d: { e: 3 }, 'x.y': 1, x: { y: 2 } });
const un = (p) => { const v = o(); return [_.unset(v, p), v]; };
return { unset: ['a[0].b', 'd', 'nope.deep', 'x.y', ['x', 'y']].map(un), array: un('a[0]')[1].a.length, omit: [_.omit(o(), 'a[0].b'), _.omit(o(), ['d.e', 'x.y']), _.omit(o(), 'a', ['d']), _.omit(null, 'a')], omitDeepCopy: (() => { const v = o(); const r = _.omit(v, 'd.e'); return [v.d.e, r.d, r.a !== v.a]; })(), pick: [_.pick(o(), 'a[0].c', 'd.e', 'none'), _.pick(o(), ['x.y'])], by: [_.omitBy({ a: null, b: 0, c: '' }, _.isNil), _.pickBy({ a: null, b: 0, c: 'v' })] };
