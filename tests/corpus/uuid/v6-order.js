// v6 sorts by time, v1 does not; one into the other and back
const { v1, v6, v1ToV6, v6ToV1, version } = require('uuid');
const random = new Uint8Array(16).fill(1);
const at = [0, 1, 429496730, 1e12, 1.7e12, 2e12];
const made = (f) => at.map((msecs) => f({ msecs, nsecs: 0, clockseq: 5, node: random.slice(0, 6), random }));
const ones = made(v1); const sixes = made(v6);
return { ones, sixes, v1Sorted: ones.slice().sort().join() === ones.join(), v6Sorted: sixes.slice().sort().join() === sixes.join(), converted: ones.map(v1ToV6).join() === sixes.join(), back: sixes.map(v6ToV1).join() === ones.join(), versions: [version(ones[0]), version(sixes[0])] };
