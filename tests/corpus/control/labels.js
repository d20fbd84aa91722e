// labels with break and continue, nested loops, blocks, switch fall-through
const log = [];
outer: for (let i = 0; i < 4; i++) { inner: for (let j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 2) break outer; if (i + j === 1) continue inner; log.push([i, j]); } }
block: { log.push('in'); if (log.length) break block; log.push('never'); }
const sw = (x) => { const r = []; switch (x) { case 1: r.push('one'); case 2: r.push('two'); break; default: r.push('default'); case 3: r.push('three'); } return r; };
loop: do { for (;;) { switch (1) { case 1: break loop; } } } while (true);
const f = () => { for (const x of [1, 2, 3]) { try { if (x === 2) return x; } finally { log.push('finally ' + x); } } };
const g = () => { for (let i = 0; i < 3; i++) { try { continue; } finally { log.push('c' + i); } } return 'done'; };
const h = () => { try { return 'try'; } finally { return 'finally'; } };
const k = () => { l: try { return 'try'; } finally { break l; } return 'after'; };
return { log, sw: [1, 2, 3, 4].map(sw), f: f(), g: g(), h: h(), k: k() };
