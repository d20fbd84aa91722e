// FormData: append, set, get, delete, iterate
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const f = new FormData(); f.append('a', 1); f.append('a', null); f.append('b', new Blob(['x'], { type: 't/x' })); f.append('c', new Blob(['y']), 'c.txt'); f.append('d', new File(['z'], 'd.txt', { lastModified: 5 }), 'e.txt'); f.set('a', 'only'); f.set('new', undefined); f.delete('zz');
const shown = [...f].map(([k, v]) => typeof v === 'string' ? [k, v] : [k, v.constructor.name, v.name, v.type, v.size]);
return [shown, f.has('b'), f.get('none'), f.getAll('none'), [...f.keys()], String(f), attempt(() => f.append('a')), attempt(() => f.append('a', 'b', 'c')), attempt(() => new FormData({})), attempt(() => FormData())[0], FormData.length];
