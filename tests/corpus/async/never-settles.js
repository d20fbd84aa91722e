// a promise that nothing can settle
console.log('waiting');
await new Promise(() => {});
