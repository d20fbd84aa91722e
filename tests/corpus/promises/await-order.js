// Async functions take turns at each await
const o=[]; const f=async n=>{for(let i=0;i<3;i++){o.push(n+i); await null}}; f('a'); f('b'); (async()=>{o.push('x'); await {then(r){o.push('then'); r()}}; o.push('y'); await Promise.resolve(); o.push('z')})(); await new Promise(r=>setTimeout(r,2)); return o
