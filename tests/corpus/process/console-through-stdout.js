// the console writes to process.stdout and process.stderr, also when a script replaced their write
const got = [];
const [out, err] = [process.stdout.write, process.stderr.write];
process.stdout.write = (text) => { got.push(['out', text]); return true; };
process.stderr.write = (text) => { got.push(['err', text]); return true; };
console.log('order %d', 7);
console.error({ a: 1 });
console.table([[1]]);
process.stdout.write = out;
process.stderr.write = err;
console.log('back');
return got;
