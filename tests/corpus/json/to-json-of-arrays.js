// Array.prototype has no toJSON of its own, and one that a script puts there is asked by JSON.stringify alone
const out = { before: ['toJSON' in Array.prototype, Object.getOwnPropertyNames(Array.prototype).includes('toJSON'), Reflect.ownKeys(Array.prototype).length > 30] };
let asked = 0;
Array.prototype.toJSON = function () { asked++; return ['told', this.length]; };
console.log('a line', [1, 2]);
setTimeout(() => {}, 1);
const { createHash } = require('crypto');
createHash('md5').update('x').digest('hex');
out.quiet = asked;
out.text = JSON.stringify({ list: [1], none: [] });
out.asked = asked;
out.descriptor = Object.getOwnPropertyDescriptor(Array.prototype, 'toJSON').enumerable;
delete Array.prototype.toJSON;
Object.defineProperty(Object.prototype, 'toJSON', { get() { asked = -100; return undefined; }, configurable: true });
console.log('another', {});
out.still = asked;
delete Object.prototype.toJSON;
out.after = [asked, JSON.stringify([[]]), 'toJSON' in []];
return out;
