// a rejection that is handled before the turn ends is none
const p = Promise.reject(new RangeError('handled'));
await null;
return p.catch((e) => e.message);
