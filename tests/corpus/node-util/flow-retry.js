// a retry helper with promisify, events and errors
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { promisify, inspect, format } = require('util');
const EventEmitter = require('events');
const assert = require('assert/strict');
const sleep = promisify(setTimeout);
class Retry extends EventEmitter {
  constructor(times) { super(); this.times = times; }
  async run(job) {
    for (let n = 1; ; n++) {
      try {
        const value = await job(n);
        this.emit('done', n);
        return value;
      } catch (error) {
        this.emit('failed', n, error);
        if (n === this.times) throw Object.assign(new Error(format('gave up after %d: %s', n, error.message), { cause: error }), { code: 'E_RETRY' });
        await sleep(1);
      }
    }
  }
}
const log = [];
const retry = new Retry(3);
retry.on('failed', (n, e) => log.push(`${n} ${e.message}`)).on('done', (n) => log.push(`done ${n}`));
const value = await retry.run((n) => { if (n < 3) throw new Error(`try ${n}`); return { n }; });
let failure;
try { await retry.run(() => { throw new TypeError('never'); }); } catch (e) { failure = [e.code, e.message, e.cause.name]; }
assert.deepEqual(value, { n: 3 });
console.log(inspect({ log, failure }, { compact: true, breakLength: 100 }));
return { value, log, failure };
