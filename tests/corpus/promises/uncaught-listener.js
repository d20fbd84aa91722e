// process.on('uncaughtException') takes over what callbacks throw, and rejections that nobody else takes
const seen = [];
process.on('uncaughtException', (error, origin) => { seen.push([error?.message ?? String(error), origin]); });
setTimeout(() => { throw new Error('timer'); }, 1); setImmediate(() => { throw new Error('immediate'); }); process.nextTick(() => { throw new Error('tick'); });
queueMicrotask(() => { throw new Error('microtask'); }); Promise.reject(new Error('rejection'));
await new Promise((resolve) => setTimeout(resolve, 10)); return seen.sort();
