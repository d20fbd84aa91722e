// util.aborted and signals
const { aborted } = require('util');
const out = {};
const c = new AbortController();
setTimeout(() => c.abort(), 1);
out.aborted = await aborted(c.signal, {});
out.already = await aborted(AbortSignal.abort(), {});
for (const [name, args] of Object.entries({ signal: [5, {}], resource: [c.signal], none: [] })) {
  try { await aborted(...args); out[name] = 'ok'; } catch (e) { out[name] = [e.name, e.code, e.message]; }
}
return out;
