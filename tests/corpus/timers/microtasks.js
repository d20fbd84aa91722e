// Microtasks that add ticks, microtasks and promise jobs
const o=[]; queueMicrotask(()=>{o.push(1); process.nextTick(()=>o.push('tick')); queueMicrotask(()=>o.push(2)); Promise.resolve().then(()=>o.push(3))}); await new Promise(r=>setTimeout(r,2)); return o
