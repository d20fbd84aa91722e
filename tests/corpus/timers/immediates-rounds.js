// Immediates before the next timers; those set by one run in the next round
const o=[]; const l=x=>()=>o.push(x);
await new Promise(done => setTimeout(() => {
 setTimeout(l('t0'),0); setImmediate(()=>{o.push('i1'); setImmediate(()=>{o.push('i3'); setImmediate(()=>setImmediate(()=>setTimeout(done,10)))}); process.nextTick(l('it')); Promise.resolve().then(l('ip'))}); setImmediate(l('i2'));
 process.nextTick(l('n')); Promise.resolve().then(l('p'));
}, 1)); return [o.indexOf('i1')<o.indexOf('t0'), o.filter(x=>x!=='t0')]
