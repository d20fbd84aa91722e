// File
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const f = new File(['abc'], 'a/b.txt', { type: 'text/plain', lastModified: 5 });
return [f.name, f.size, f.type, f.lastModified, f instanceof Blob, await f.text(), await f.slice(1).text(), f.slice(1) instanceof File, f.slice().name ?? null, typeof new File([], 'x').lastModified, new File([], '\ud800').name, new File([], 5).name, attempt(() => new File([])), attempt(() => new File()), attempt(() => new File('x', 'y')), ['7', null, NaN, undefined === 1, -3.5, 'x'].map((lastModified) => new File([], 'n', { lastModified }).lastModified), attempt(() => new File([], 'n', { lastModified: 5n })), Object.prototype.toString.call(f), Object.keys(f)];
