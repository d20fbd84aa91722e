// process.on('unhandledRejection') takes rejections over
const seen = [];
process.on('unhandledRejection', (reason, promise) => { seen.push([reason?.message ?? reason, promise instanceof Promise]); });
Promise.reject(new Error('one')); Promise.reject(2); new Promise((_, reject) => setTimeout(reject, 1, 'later'));
Promise.reject(null);
await new Promise((resolve) => setTimeout(resolve, 10)); return seen;
