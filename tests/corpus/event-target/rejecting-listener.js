// so does what an async listener rejects with
const t = new EventTarget();
t.addEventListener('x', async () => { await null; throw new RangeError('later'); });
console.log('returned', t.dispatchEvent(new Event('x')));
await new Promise((resolve) => setTimeout(resolve, 20));
return 'never';
