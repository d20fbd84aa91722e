// who awaits what failed is named in its stack
const leaf = async () => { await null; throw new Error('leaf'); };
async function plain() { return await leaf(); }
async function two() { await plain(); }
async function throughAll() { return await Promise.all([plain(), null]); }
async function throughThen() { return await leaf().then((value) => value); }
async function throughFinally() { try { return await leaf(); } finally { await null; } }
async function returned() { return leaf(); }
async function rewritten() { try { await leaf(); } catch (error) { throw new TypeError('rewritten', { cause: error }); } }
async function parsed() { return await new Response('<html>').json(); }
async function unreadable() { const body = new Response('x'); await body.text(); return await body.text(); }
async function refused() { return await fetch('ftp://example.com/'); }
const shop = { async order() { await leaf(); }, arrow: async () => { await leaf(); } };
class Client { async send() { await leaf(); } static async start() { await new Client().send(); } }
const NAMES = ['leaf', 'plain', 'two', 'throughAll', 'throughThen', 'throughFinally', 'returned', 'rewritten', 'parsed', 'unreadable', 'refused', 'order', 'arrow', 'send', 'start'];
const told = async (run) => { try { await run(); } catch (error) { return NAMES.filter((name) => new RegExp(`at (?:async )?(?:[\\w.]+\\.)?${name} \\(`).test(error.stack)); } };
const lines = async () => { try { await two(); } catch (error) { return error.stack.split('\n').slice(1).filter((line) => !line.includes('node:')).map((line) => Number(/:(\d+):\d+\)?$/.exec(line)[1]) - Number(/:(\d+):\d+\)?$/.exec(error.stack.split('\n')[1])[1])).slice(0, 3); } };
const results = [];
for (const run of [plain, two, throughAll, throughThen, throughFinally, returned, rewritten, parsed, unreadable, refused, () => shop.order(), shop.arrow, () => new Client().send(), Client.start]) results.push(await told(run));
return [results, await lines()];
