// break, return and throw in for await wait for the iterator's return()
const run = async (leave) => {
  const log = [];
  const source = { [Symbol.asyncIterator]() { return { next: async () => ({ value: 1, done: false }), return: async () => { await null; await null; log.push('closed'); return {}; } }; } };
  try { await leave(source, log); } catch (error) { log.push(error.message); }
  log.push('after');
  return log;
};
return [await run(async (s) => { for await (const _ of s) break; }), await run(async (s) => { for await (const _ of s) return 1; }), await run(async (s) => { for await (const _ of s) throw new Error('thrown'); }), await run(async (s, log) => { outer: for (const i of [1]) { for await (const _ of s) continue outer; log.push(i); } }), await run(async (s, log) => { try { for await (const _ of s) return; } finally { log.push('finally'); } })];
