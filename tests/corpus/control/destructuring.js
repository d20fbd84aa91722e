// nested patterns, defaults, rest, swaps, computed keys, in parameters, in for of and catch, errors
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const { a: { b: [, second = 'd2', ...others] = [] } = {}, ['c' + 1]: c1 = 'dc', ...rest } = { a: { b: [1, undefined, 3, 4] }, x: 1, y: 2 };
let p = 1, q = 2; [p, q] = [q, p];
const target = {}; [target.x, target['y'], ...target.z] = [1, 2, 3, 4]; ({ a: target.a, b: target.list = [] } = { a: 'A' });
const order = []; const d = (n) => { order.push(n); return n; };
const { [d('k1')]: v1 = d('default1'), [d('k2')]: v2 = d('default2') } = { k1: 'given' };
const f = ({ id, tags: [first] = ['none'], ...o } = { id: 0 }, [x, y = x] = [7]) => [id, first, o, x, y];
const pairs = []; for (const [k, { v, w = v * 2 }] of Object.entries({ m: { v: 1 }, n: { v: 2, w: 0 } })) pairs.push([k, v, w]);
const caught = (() => { try { throw { code: 5, info: { why: 'z' } }; } catch ({ code, info: { why } }) { return [code, why]; } })();
const fn = (() => { const { anon = () => {} } = {}; const [arr = class {}] = []; return [anon.name, arr.name]; })();
return { second, others, c1, rest, swap: [p, q], target, order, v: [v1, v2], f: [f(), f({ id: 1, tags: ['t'], z: 9 }, [1, 2])], pairs, caught, fn, str: (() => { const [h, ...tl] = 'añ😀'; return [h, tl]; })(), num: (() => { const { length } = 'four'; const { toFixed } = 1; return [length, typeof toFixed]; })(), errors: [t(() => { const { x } = null; }), t(() => { const [x] = {}; }), t(() => { const { a: { b } } = {}; }), t(() => { (({ a }) => a)(); })], nul: (() => { const { n = 'default' } = { n: null }; return n; })() };
