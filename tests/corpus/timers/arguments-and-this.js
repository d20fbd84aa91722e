// What callbacks are called with
const o=[]; await new Promise(r=>{ const t=setTimeout(function(...a){o.push(this===t, a); r()},1,1,2)});
await new Promise(r=>{ const t=setImmediate(function(...a){o.push(this===t, a); r()},3,4)});
await new Promise(r=>process.nextTick(function(...a){o.push(this===undefined||this===globalThis||typeof this,a); r()},5,6)); 
await new Promise(r=>queueMicrotask(function(...a){o.push(typeof this,a); r()})); return o
