// A listener that throws makes it worse
process.on('unhandledRejection', (reason) => { throw new RangeError('listener of ' + reason.message); });
Promise.reject(new Error('first')); await new Promise((resolve) => setTimeout(resolve, 5)); return 1;
