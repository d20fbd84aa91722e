// retries with growing waits: which errors are tried again, what is left of each
const waits = []; const sleep = (ms) => { waits.push(ms); return new Promise((r) => setTimeout(r, 0)); };
const retry = async (f, { times = 4, base = 100, retriable = (e) => e.code !== 'EFATAL' } = {}) => {
  const seen = [];
  for (let n = 1; ; n++) {
    try { return { value: await f(n), n }; } catch (error) { seen.push(error.message); if (n >= times || !retriable(error)) throw new Error(`gave up after ${n}`, { cause: new AggregateError([error], seen.join('; ')) }); await sleep(Math.min(base * 2 ** (n - 1), 500)); }
  }
};
const flaky = (until, code) => async (n) => { if (n < until) throw Object.assign(new Error(`try ${n}`), { code }); return `ok ${n}`; };
const out = [await retry(flaky(3))];
for (const f of [flaky(9), flaky(2, 'EFATAL')]) try { out.push(await retry(f)); } catch (e) { out.push([e.message, e.cause.message, e.cause.errors[0].code ?? null, Object.keys(e), 'cause' in e]); }
return { out, waits };
