// Response.json, error and redirect
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const j = Response.json({ a: [1, null] }, { status: 201, headers: { 'x-a': '1' } });
const e = Response.error();
return [j.status, [...j.headers], await j.text(), e.type, e.status, e.ok, e.body, attempt(() => e.headers.set('a', 'b')), Response.redirect('http://a/b', 301).headers.get('location'), Response.redirect('http://a').status,
  attempt(() => Response.redirect('/rel').status), attempt(() => Response.redirect('http://a', 200).status), attempt(() => Response.json(undefined).status), attempt(() => Response.json(1n).status)[0], attempt(() => Response.json().status),
  Response.json('x', { headers: { 'content-type': 'text/json' } }).headers.get('content-type')];
