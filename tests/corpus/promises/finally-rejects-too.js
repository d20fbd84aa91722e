// The promise of finally() is one of its own, and so is its rejection
const p = (async()=>{ await null; throw new Error('after') })(); p.finally(()=>{}); try { await p } catch {} return 'bad'
