// captureStackTrace and stackTraceLimit in everyday use
class Http extends Error { constructor(status, message) { super(message); Error.captureStackTrace?.(this, this.constructor); this.name = this.constructor.name; this.status = status; Object.setPrototypeOf(this, new.target.prototype); } }
class NotFound extends Http { constructor(what) { super(404, `${what} not found`); } }
function Legacy(message) { this.message = message; this.name = 'Legacy'; if (Error.captureStackTrace) Error.captureStackTrace(this, Legacy); else this.stack = new Error(message).stack; }
require('util').inherits(Legacy, Error);
const frames = (error) => [error.stack.split('\n')[0], (/at (?:async )?(\w+)/.exec(error.stack.split('\n')[1] ?? '') ?? [])[1] ?? null];
function find() { throw new NotFound('order 7'); }
function old() { throw new Legacy('legacy'); }
const caught = (run) => { try { run(); } catch (error) { return [frames(error), error instanceof Error, Object.prototype.toString.call(error), Object.keys(error).sort(), String(error)]; } };
const deep = (n) => (n === 0 ? new Error('deep') : deep(n - 1));
const lines = (limit) => { const before = Error.stackTraceLimit; Error.stackTraceLimit = limit; try { return deep(60).stack.split('\n').length; } finally { Error.stackTraceLimit = before; } };
const filtered = (() => { const target = {}; (function outer() { (function inner() { Error.captureStackTrace(target, outer); })(); })(); return target.stack.includes('inner') || target.stack.includes('outer'); })();
return [caught(find), caught(old), lines(3), lines(30), lines(1), filtered, Error.stackTraceLimit, (() => { try { Error.captureStackTrace(1); } catch (error) { return error.name; } })(), Error.captureStackTrace({}) ?? 'nothing'];
