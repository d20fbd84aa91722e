// a saga: steps with compensations undone in reverse, a failing compensation, a timeout by race
const wait = (ms, v) => new Promise((r) => setTimeout(r, ms, v));
const within = (promise, ms, what) => { let timer; return Promise.race([promise, new Promise((_, reject) => { timer = setTimeout(() => reject(Object.assign(new Error(`${what} took too long`), { code: 'TIMEOUT' })), ms); })]).finally(() => clearTimeout(timer)); };
async function saga(steps, context) {
  const done = []; const log = [];
  try { for (const step of steps) { log.push(`do ${step.name}`); context[step.name] = await within(step.run(context), step.limit ?? 50, step.name); done.unshift(step); } return { ok: true, log, context }; } catch (error) {
    log.push(`failed: ${error.code ?? error.name} ${error.message}`); const stuck = [];
    for (const step of done) { try { log.push(`undo ${step.name}`); await step.undo?.(context); } catch (e) { stuck.push(new Error(step.name, { cause: e })); } }
    return { ok: false, log, stuck: stuck.map((e) => `${e.message}: ${e.cause.message}`) };
  }
}
const stock = { tea: 2 }; const paid = [];
const steps = (amount, ship) => [{ name: 'reserve', run: async () => { if (stock.tea === 0) throw new RangeError('sold out'); return --stock.tea; }, undo: async () => { stock.tea++; } }, { name: 'pay', run: async () => { await wait(1); paid.push(amount); return paid.length; }, undo: async () => { if (amount === 13) throw new Error('bank is closed'); paid.pop(); } }, { name: 'ship', run: ship, limit: 4 }];
const results = [await saga(steps(10, async (c) => `parcel ${c.pay}`), {}), await saga(steps(11, () => wait(40)), {}), await saga(steps(13, async () => { throw new TypeError('no address'); }), {}), await saga(steps(14, () => wait(1, 'ok')), {}), await saga(steps(15, () => wait(1, 'ok')), {})];
return { results, stock, paid };
