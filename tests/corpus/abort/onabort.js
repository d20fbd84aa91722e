// the handler attribute takes the place of its first setting
const c = new AbortController();
const log = [];
c.signal.addEventListener('abort', () => log.push('first'));
c.signal.onabort = () => log.push('old');
c.signal.addEventListener('abort', () => log.push('last'));
const values = [typeof c.signal.onabort];
c.signal.onabort = () => log.push('new');
c.abort();
const d = new AbortController();
d.signal.onabort = () => log.push('never');
d.signal.onabort = null;
values.push(d.signal.onabort);
d.abort();
return [log, values, Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'onabort').enumerable];
