// timers/promises and promisified timers
const { setTimeout: wait, setImmediate: soon, setInterval: every, scheduler } = require('timers/promises'); const { promisify } = require('node:util');
const out = [await wait(1, 'value'), await soon('now'), await promisify(setTimeout)(1, 'p'), await promisify(setImmediate)('q')];
let n = 0; for await (const x of every(1, 'tick')) { out.push(x); if (++n === 3) break; }
const c = new AbortController(); const p = wait(1000, null, { signal: c.signal }); c.abort(); out.push(await p.catch((e) => [e.name, e.code, e.message])); await scheduler.wait(1); out.push(typeof require('timers').setTimeout, require('node:timers').setTimeout === setTimeout);
return out;
