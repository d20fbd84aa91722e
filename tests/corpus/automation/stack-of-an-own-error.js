// where an error of the author says it was made
class AppError extends Error { constructor(m, o) { super(m, o); this.name = 'AppError'; } }
const make = (m) => new AppError(m);
const outer = () => { throw make('deep'); };
async function load() { await null; outer(); }
const lines = (e) => e.stack.split('\n').slice(0, 1).concat([...e.stack.matchAll(/(?:<anonymous>|script\.js):(\d+):\d+/g)].map((m) => m[1]).slice(0, 3));
const out = []; try { await load(); } catch (e) { out.push(e.stack.split('\n')[0], e.name, e instanceof AppError, Object.keys(e)); }
const e2 = new AppError('late'); e2.message = 'changed'; out.push(e2.stack.split('\n')[0]); const e3 = new Error('x'); e3.stack; e3.message = 'y'; out.push(e3.stack.split('\n')[0], String(e3)); const o = {}; Error.captureStackTrace(o); out.push(o.stack.split('\n')[0], typeof o.stack, Object.keys(o)); const e4 = Object.assign(new TypeError('t'), { name: 'Mine' }); out.push(e4.stack.split('\n')[0]); Error.stackTraceLimit = 0; out.push(new Error('none').stack); Error.stackTraceLimit = 10; delete e4.stack; out.push('stack' in e4);
return out;
