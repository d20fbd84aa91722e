// Streams of the script's in place of console._stdout and console._stderr
const { Writable } = require('stream');
const written = [];
const to = (name) => new Writable({ decodeStrings: false, write(chunk, encoding, done) { written.push([name, chunk]); done(); } });
console._stdout = to('out');
console._stderr = to('err');
console.log('one %d', 1);
console.error('two');
console.group('three');
console.warn('four');
console.groupEnd();
await new Promise((resolve) => { setTimeout(resolve, 1); });
return written;
