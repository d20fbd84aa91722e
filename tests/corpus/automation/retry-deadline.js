// a deadline over several tries: AbortSignal, timers, what each rejects with
const run = (ms, signal) => new Promise((resolve, reject) => {
  const t = setTimeout(() => resolve(`after ${ms}`), ms);
  signal?.addEventListener('abort', () => { clearTimeout(t); reject(signal.reason); }, { once: true });
});
const told = (e) => [e?.constructor?.name, e?.name, e?.message, e?.code, String(e)];
const out = [];
out.push(await run(1, AbortSignal.timeout(5000)));
try { await run(100000, AbortSignal.timeout(1)); } catch (e) { out.push(told(e)); }
const c = new AbortController(); setImmediate(() => c.abort());
try { await run(100000, c.signal); } catch (e) { out.push(told(e)); }
const d = new AbortController(); setImmediate(() => d.abort(new RangeError('mine')));
try { await run(100000, AbortSignal.any([d.signal, AbortSignal.timeout(60000)])); } catch (e) { out.push(told(e)); }
try { AbortSignal.abort('text').throwIfAborted(); } catch (e) { out.push(e); }
try { await require('timers/promises').setTimeout(100000, 0, { signal: AbortSignal.abort() }); } catch (e) { out.push([e.name, e.code, e.message, e.cause?.name]); }
return out;
