// A clone is read on its own
const r = new Response('data', { status: 202, headers: { a: '1' } }); const c = r.clone(); c.headers.set('a', '2');
return [await r.text(), await c.text(), c.status, r.headers.get('a'), c.headers.get('a'), r.body === c.body, new Response(null).clone().body];
