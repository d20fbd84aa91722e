// Ticks and microtasks run between timers that are due together
const o=[]; const l=x=>()=>o.push(x);
setTimeout(()=>{o.push('a'); process.nextTick(l('an')); Promise.resolve().then(l('ap'))},2);
setTimeout(()=>{o.push('b'); process.nextTick(l('bn')); Promise.resolve().then(l('bp')); setImmediate(l('bi')); setTimeout(l('b0'),0)},2);
setTimeout(l('c'),2);
const t=Date.now(); while(Date.now()-t<6);
await new Promise(r=>setTimeout(r,20)); return o
