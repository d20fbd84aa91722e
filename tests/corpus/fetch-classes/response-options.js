// Response: status, text and headers
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

return [[201, 'Made'], [204], [299], [418, "I'm"]].map(([status, statusText]) => attempt(() => { const r = new Response(null, { status, statusText, headers: [['x', 'y']] }); return [r.status, r.statusText, r.ok, r.headers.get('x')]; }))
  .concat([99, 100, 101, 199, 200, 599, 600, 1000, -1, 200.9, '201', NaN].map((status) => attempt(() => new Response(null, { status }).status)))
  .concat([attempt(() => new Response('x', { status: 204 })), attempt(() => new Response('x', { status: 304 })), attempt(() => new Response('', { status: 205 })), attempt(() => new Response(null, { statusText: 'a\nb' })), attempt(() => new Response(null, 5)), attempt(() => Response('x'))[0]]);
