// Cancelling a body, and a body that fails
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const r = new Response('x'); await r.body.cancel();
const bad = new Response(new ReadableStream({ pull(c) { c.error(new RangeError('broken')); } }));
const odd = new Response(new ReadableStream({ start(c) { c.enqueue('text'); c.close(); } }));
return [r.bodyUsed, await attempt(() => r.text()), await attempt(() => bad.text()), await attempt(() => odd.text())];
