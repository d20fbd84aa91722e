// nextTick arguments, hrtime differences, emitWarning's kinds, memoryUsage's shape
const order = []; process.nextTick((...args) => order.push(args), 1, 'b'); await null; await null;
const before = process.hrtime(); const diff = process.hrtime(before);
const t = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code}`; } };
return { order, diff: [Array.isArray(diff), diff.length, diff[0] >= 0], big: typeof process.hrtime.bigint(), refused: t(() => process.nextTick(5)), memory: typeof process.memoryUsage().heapUsed, version: /^v\d+\./.test(process.version), kinds: ['platform', 'arch', 'pid', 'argv', 'env', 'title', 'execArgv', 'release', 'versions', 'uptime', 'cwd'].map((k) => typeof process[k]), tag: Object.prototype.toString.call(process), env: Object.keys(process.env) };
