// A body is read once
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const r = new Response('x'); const p = r.text(); const used = r.bodyUsed; await p;
const locked = new Response('y'); locked.body.getReader();
return [used, r.bodyUsed, await attempt(() => r.text()), await attempt(() => r.json()), await attempt(() => r.clone().status), await attempt(() => locked.text()), await attempt(() => locked.clone().status), locked.bodyUsed,
  await attempt(() => Response.prototype.text.call({})), await attempt(() => new Response(locked.body).status)];
