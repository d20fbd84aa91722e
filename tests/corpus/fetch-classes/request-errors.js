// Request: what is refused
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const u = 'http://a/';
return [() => new Request(), () => new Request('/rel'), () => new Request('http://u:p@a/'), () => new Request(u, { body: 'x' }), () => new Request(u, { method: 'HEAD', body: 'x' }),
  () => new Request(u, { redirect: 'maybe' }), () => new Request(u, { mode: 'navigate' }), () => new Request(u, { cache: 'only-if-cached' }), () => new Request(u, { signal: {} }),
  () => new Request(u, { window: 1 }), () => new Request(u, { method: 'POST', body: new ReadableStream() }), () => new Request(u, { duplex: 'full' }), () => new Request(u, 5),
  () => new Request(u, { credentials: 'x' }), () => new Request(u, { headers: { 'a b': '1' } })].map((run) => attempt(() => typeof run()));
