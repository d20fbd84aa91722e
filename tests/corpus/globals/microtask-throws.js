// what a microtask throws ends the run
queueMicrotask(() => { throw new SyntaxError('in a microtask'); });
await new Promise((resolve) => setTimeout(resolve, 10));
return 'never';
