// what a listener throws ends the run, after the others were called
const t = new EventTarget();
t.addEventListener('x', () => { throw new TypeError('first'); });
t.addEventListener('x', () => console.log('second'));
console.log('returned', t.dispatchEvent(new Event('x')));
await new Promise((resolve) => setTimeout(resolve, 20));
return 'never';
