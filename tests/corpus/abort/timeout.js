// AbortSignal.timeout
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const s = AbortSignal.timeout(5);
const before = s.aborted;
const event = await new Promise((resolve) => { s.onabort = resolve; setTimeout(() => {}, 200); });
return [before, s.aborted, event.type, event.isTrusted, s.reason.name, s.reason.code, s.reason.message, attempt(() => AbortSignal.timeout()), attempt(() => AbortSignal.timeout(-1)), attempt(() => AbortSignal.timeout('5')), attempt(() => AbortSignal.timeout(1.5)), attempt(() => AbortSignal.timeout(2 ** 32)), attempt(() => AbortSignal.timeout(NaN))];
