// diagnostics_channel
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const dc = require('diagnostics_channel');
const seen = [];
const c = dc.channel('orders');
t('none', () => [c.hasSubscribers, dc.hasSubscribers('orders'), c.name]);
const f = (message, name) => seen.push([message, name]);
t('subscribe', () => { dc.subscribe('orders', f); c.publish({ id: 1 }); return [c.hasSubscribers, seen]; });
t('unsubscribe', () => [dc.unsubscribe('orders', f), dc.unsubscribe('orders', f), c.hasSubscribers]);
t('tracing', () => { const log = []; const ch = dc.tracingChannel('job'); ch.subscribe({ start: () => log.push('start'), end: (m) => log.push(['end', m.result]), error: (m) => log.push(m.error.message), asyncStart() {}, asyncEnd() {} }); const r = ch.traceSync(() => 5, {}); try { ch.traceSync(() => { throw new Error('x'); }); } catch {} return [r, log]; });
t('bad', () => dc.channel(5));
t('bad2', () => c.subscribe('x'));
return out;
