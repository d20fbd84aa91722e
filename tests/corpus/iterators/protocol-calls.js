// which protocol calls destructuring, spread, for-of and yield* make, and when return() is called
const log = []; const make = (n) => ({ [Symbol.iterator]() { let i = 0; return { next() { log.push(`next${i}`); return { value: i, done: i++ >= n }; }, return(v) { log.push('return'); return { value: v, done: true }; } }; } });
const [a] = make(3); log.push('|'); const [b, ...c] = make(3); log.push('|'); for (const x of make(3)) { if (x === 1) break; } log.push('|'); const [d, , e, f = 'default'] = make(2); log.push('|');
try { for (const x of make(3)) throw new Error('body'); } catch (x) { log.push(x.message); }
const g = function* () { yield* make(2); }; const it = g(); it.next(); log.push('|'); it.return('early'); Math.max(...make(2)); const [] = make(1); new Map([[1, 2]]); Array.from(make(1), (x) => x);
return { a, b, c, d, e, f, log: log.join(' ') };
