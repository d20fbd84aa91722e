// Request: how methods are written
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

return ['get', 'Post', 'put', 'delete', 'options', 'head', 'PATCH', 'foo', 'TRACE', 'connect', 'a b', '', '中'].map((method) => attempt(() => new Request('http://a', { method }).method));
