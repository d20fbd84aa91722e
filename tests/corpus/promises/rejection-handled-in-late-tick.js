// The tick of a microtask of a tick is still in time
const p=Promise.reject(new Error('imm')); process.nextTick(()=>Promise.resolve().then(()=>process.nextTick(()=>p.catch(()=>{})))); await new Promise(r=>setTimeout(r,5)); return 'fine'
