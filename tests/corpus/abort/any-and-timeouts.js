// AbortSignal.any, timeout and abort with reasons that reach many waiters
const a = new AbortController(); const b = new AbortController(); const any = AbortSignal.any([a.signal, b.signal]); const nested = AbortSignal.any([any, AbortSignal.timeout(1000)]); const log = [];
nested.addEventListener('abort', () => log.push('nested')); any.onabort = (e) => log.push(`any ${e.type}`); b.signal.addEventListener('abort', () => log.push('b'));
const waiting = new Promise((_, reject) => nested.addEventListener('abort', () => reject(nested.reason), { once: true })).catch((r) => r);
b.abort({ own: 'reason' }); a.abort('later');
const alive = setTimeout(() => {}, 1000); const timeout = AbortSignal.timeout(2); const ended = await new Promise((r) => timeout.addEventListener('abort', () => r([timeout.reason.name, timeout.reason.code, timeout.aborted])));
clearTimeout(alive); const t = (f) => { try { return f(); } catch (e) { return e.name ?? e; } };
return { log, reason: any.reason, same: nested.reason === any.reason, waited: await waiting, ended, thrown: [t(() => any.throwIfAborted()), t(() => AbortSignal.abort().throwIfAborted()), t(() => new AbortSignal())], usual: [AbortSignal.abort().reason.message, AbortSignal.abort(0).reason, AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort('x')]).reason] };
