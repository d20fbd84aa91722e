// JSON patch made from two documents, applied, and reversed
const isObject = (v) => v !== null && typeof v === 'object';
const esc = (k) => String(k).replaceAll('~', '~0').replaceAll('/', '~1');
function diff(a, b, path = '') { if (Object.is(a, b)) return []; if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return [{ op: 'replace', path, value: b, old: a }]; const out = []; for (const k of Object.keys(a).reverse()) if (!(k in b)) out.push({ op: 'remove', path: `${path}/${esc(k)}`, old: a[k] }); for (const k of Object.keys(b)) if (!(k in a)) out.push({ op: 'add', path: `${path}/${esc(k)}`, value: b[k] }); else out.push(...diff(a[k], b[k], `${path}/${esc(k)}`)); return out; }
function apply(doc, ops) { const copy = structuredClone(doc); for (const { op, path, value } of ops) { const keys = path.split('/').slice(1).map((k) => k.replaceAll('~1', '/').replaceAll('~0', '~')); const last = keys.pop(); const target = keys.reduce((o, k) => o[k], copy); if (op === 'remove') { if (Array.isArray(target)) target.splice(Number(last), 1); else delete target[last]; } else if (op === 'add' && Array.isArray(target)) target.splice(Number(last), 0, value); else target[last] = value; } return copy; }
const reverse = (ops) => ops.map(({ op, path, value, old }) => ({ op: { add: 'remove', remove: 'add', replace: 'replace' }[op], path, value: old, old: value })).reverse();
const a = { id: 1, 'a/b': { 'c~d': [1, 2, 3] }, tags: ['x', 'y', 'z'], gone: true, deep: { n: [{ v: 1 }, { v: 2 }] } };
const b = { id: 2, 'a/b': { 'c~d': [1, 5] }, tags: ['x'], deep: { n: [{ v: 1 }, { v: 3, w: [] }, { v: 4 }] }, fresh: null };
const ops = diff(a, b);
return { ops, forward: JSON.stringify(apply(a, ops)) === JSON.stringify({ ...apply(a, ops) }), result: apply(a, ops), back: apply(apply(a, ops), reverse(ops)) };
