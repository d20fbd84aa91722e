// What is built on another method calls the one that the script put there
const seen = []; const { log, warn } = console;
console.log = (...args) => { seen.push(['log', ...args]); }; console.warn = (...args) => { seen.push(['warn', ...args]); };
console.count('c'); console.table([1]); console.assert(false, 'x'); console.group('g'); console.groupEnd(); console.info('info'); console.dir(1);
console.log = log; console.warn = warn; console.log(seen);
console.extra = 1; return [typeof console.log, console.extra];
