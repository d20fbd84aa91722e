// Ticks, microtasks and timers after the first turn
const o=[]; const l=x=>()=>o.push(x);
process.nextTick(l('tick1')); Promise.resolve().then(l('p1')).then(l('p2')); queueMicrotask(l('m'));
process.nextTick(()=>{o.push('tick2'); process.nextTick(l('tick3')); Promise.resolve().then(l('p3'))});
await new Promise(r=>setTimeout(()=>{o.push('t1'); r()}, 5)); await new Promise(r=>setTimeout(r,3));
return o
