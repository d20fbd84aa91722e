// an error in an abort listener is the run's
const c = new AbortController();
c.signal.addEventListener('abort', () => { throw new RangeError('in listener'); });
c.signal.addEventListener('abort', () => console.log('the next is called all the same'));
c.abort();
console.log('abort returned');
await new Promise((resolve) => setTimeout(resolve, 20));
console.log('too late');
return 1;
