// for await closes an iterator that ended by itself, and does not wait for the closing where its body throws
const throws = await (async () => {
  // when the body of `for await` throws, the iterator's return() is called but not waited for
  const log = [];
  async function* pages() {
    try { yield 1; yield 2; } finally { await null; log.push('cleaned up'); }
  }
  const thrown = await (async () => { for await (const page of pages()) throw new Error(`page ${page}`); })().catch((e) => { log.push('caught'); return e.message; });
  await new Promise((resolve) => setTimeout(resolve, 1));
  log.push('--');
  for await (const page of pages()) { if (page === 1) break; }
  log.push('after break');
  return { thrown, log };
})();
const closes = await (async () => {
  // for await calls return() of an iterator that has ended by itself, or whose next() failed
  const log = [];
  const source = (next) => ({ [Symbol.asyncIterator]: () => ({ next, return: async () => { log.push('return'); return {}; } }) });
  let i = 0;
  for await (const x of source(async () => ({ value: i, done: i++ >= 2 }))) log.push(x);
  try { for await (const x of source(async () => { throw new Error('next failed'); })) log.push(x); } catch (e) { log.push(e.message); }
  return log;
})();
return { throws, closes };
