// AbortController from start to end
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const c = new AbortController();
const log = [];
c.signal.addEventListener('abort', (e) => log.push(['listener', e.type, e.isTrusted, e.target === c.signal, e.bubbles, e.cancelable, e.constructor.name]));
c.signal.onabort = function (e) { log.push(['onabort', this === c.signal, e.type]); };
const before = [c.signal.aborted, c.signal.reason, c.signal === c.signal];
c.abort(); c.abort('again');
return [before, log, c.signal.aborted, c.signal.reason.name, c.signal.reason.code, c.signal.reason.message, c.signal.reason instanceof DOMException, attempt(() => c.signal.throwIfAborted()), attempt(() => new AbortController().signal.throwIfAborted()) ?? null];
