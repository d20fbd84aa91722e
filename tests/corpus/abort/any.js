// AbortSignal.any
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const [a, b] = [new AbortController(), new AbortController()];
const any = AbortSignal.any([a.signal, b.signal]);
const nested = AbortSignal.any([any, AbortSignal.any([b.signal])]);
const log = [];
for (const [name, s] of Object.entries({ a: a.signal, any, nested })) s.addEventListener('abort', () => log.push(name));
a.abort('why');
b.abort('later');
return [log, any.reason, nested.reason, AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort('x'), AbortSignal.abort('y')]).reason, AbortSignal.any([a.signal]).aborted, attempt(() => AbortSignal.any()), attempt(() => AbortSignal.any([1])), attempt(() => AbortSignal.any([{}])), attempt(() => AbortSignal.any('x')), any instanceof AbortSignal];
