// DOMException
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const e = new DOMException('m', 'AbortError');
const c = new DOMException('m', { name: 'DataCloneError', cause: 5 });
console.log(String(e), Object.prototype.toString.call(e), e instanceof Error, Object.keys(e), e.stack.split('\n')[0], JSON.stringify(e));
class Mine extends DOMException { extra = 1; }
return [[e.name, e.message, e.code], [c.name, c.code, c.cause], ['SyntaxError', 'TimeoutError', 'QuotaExceededError', 'EncodingError', 'ValidationError', 'x', undefined].map((n) => { const d = new DOMException('', n); return [d.name, d.code, d.message]; }), new DOMException().name, new DOMException(undefined, { name: undefined }).name, new DOMException(5, null).name, DOMException.ABORT_ERR, e.DATA_CLONE_ERR, Object.getOwnPropertyNames(e), new Mine('q', 'AbortError').name, new Mine() instanceof DOMException,
  attempt(() => DOMException.prototype.name), attempt(() => { 'use strict'; e.name = 'x'; }) , attempt(() => { e.message = 'changed'; return e.message; }), Object.getPrototypeOf(DOMException.prototype) === Error.prototype, DOMException.length, require('util').types.isNativeError(e)];
