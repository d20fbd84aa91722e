// Response.json() of good and bad texts
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

return [await new Response('{"a":1}').json(), await new Response('\ufeff[1]').json(), await new Response('null').json(), (await attempt(() => new Response('{').json()))[0], (await attempt(() => new Response('').json()))[0]];
