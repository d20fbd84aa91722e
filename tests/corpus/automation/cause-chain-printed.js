// a chain of causes as the console and util.inspect show it
const { inspect } = require('util');
const clean = (t) => t.replace(/\n +at .*/g, '').replace(/ \{?$/gm, (m) => m);
class HttpError extends Error { constructor(status, options) { super(`HTTP ${status}`, options); this.name = 'HttpError'; this.status = status; } }
const root = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { errno: -111, code: 'ECONNREFUSED', syscall: 'connect' });
const mid = new TypeError('fetch failed', { cause: root });
const top = new HttpError(502, { cause: mid }); top.url = 'https://x.example/';
const walk = (e) => (e ? [`${e.name}: ${e.message}`, ...walk(e.cause)] : []);
return { walk: walk(top), shown: clean(inspect(top)), json: JSON.stringify(top), own: Object.getOwnPropertyNames(top), flat: clean(inspect({ e: root }, { compact: true })), odd: clean(inspect(new Error('x', { cause: 'text' }))), undef: 'cause' in new Error('x', { cause: undefined }), ignored: 'cause' in new Error('x', 5) };
