// formData() of a form body
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const f = await new Response(new URLSearchParams('a=1&a=2&b=x+y%20z')).formData();
return [[...f], f.getAll('a'), f instanceof FormData, await attempt(() => new Response('a=1').formData()), await attempt(() => new Response('x', { headers: { 'content-type': 'multipart/form-data' } }).formData())];
