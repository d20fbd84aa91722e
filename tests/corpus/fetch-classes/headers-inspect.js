// Headers: how the console shows them
console.log(new Headers({ b: '1', A: '2' })); console.log(new Headers()); console.log({ deep: new Headers([['set-cookie', 'a'], ['set-cookie', 'b']]) });
