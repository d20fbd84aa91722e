// Request: made from another, clone, and used bodies
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const first = new Request('http://a/', { method: 'POST', body: 'one', headers: { a: '1', b: '2' } });
const clone = first.clone();
const second = new Request(first, { headers: { c: '3' } });
return [first.bodyUsed, await attempt(() => first.text()), await second.text(), [...second.headers], await clone.text(), await attempt(() => new Request(first).url), await attempt(() => first.clone().url),
  new Request(new Request('http://a/', { method: 'PUT', body: 'x' }), { method: 'DELETE', body: 'y' }).method];
