// files in forms
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const b = new Blob(['abc'], { type: 'a/b' });
const file = new File(['q'], 'q.txt', { lastModified: 3 });
const f = new FormData();
f.append('blob', b); f.append('named', b, 'n.txt'); f.append('file', file); f.append('renamed', file, 'r.txt'); f.set('set', b, 'é"中.txt');
const show = [...f].map(([k, v]) => [k, v.name, v.type, v.size, v instanceof File, v === file, k === 'renamed' ? v.lastModified : null]);
return [show, await f.get('renamed').text(), attempt(() => f.append('x', 'text', 'name')), attempt(() => f.set('x', 'text', 'name')), attempt(() => f.append('x', {})), f.get('x')];
