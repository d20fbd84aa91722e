// what cannot be constructed, and foreign receivers
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const get = (name) => Object.getOwnPropertyDescriptor(AbortSignal.prototype, name).get;
return [attempt(() => new AbortSignal()), attempt(() => get('aborted').call({})), attempt(() => get('reason').call(new EventTarget())), attempt(() => AbortSignal.prototype.throwIfAborted.call({})), Object.prototype.toString.call(new AbortController()), Object.prototype.toString.call(AbortSignal.abort()), AbortSignal.abort() instanceof EventTarget, AbortSignal.abort.length, AbortSignal.any.length, AbortSignal.timeout.length, AbortController.prototype.abort.length,
  Object.keys(new AbortController()), Object.keys(AbortSignal.abort()), JSON.stringify(AbortSignal.abort())];
