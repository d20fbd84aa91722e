// what a timer's callback throws ends the run
setTimeout(() => { console.log('in the timer'); throw new TypeError('from a timer'); }, 1);
await new Promise((r) => setTimeout(r, 50));
return 'unreachable';
