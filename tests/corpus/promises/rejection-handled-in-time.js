// A rejection that is handled in a tick or a microtask is fine
const p=Promise.reject(new Error('a')); Promise.resolve().then(()=>{}).then(()=>p.catch(()=>{})); const q=Promise.reject(1); process.nextTick(()=>q.catch(()=>{})); await 0; return 'fine'
