// A rejection that is handled by an immediate was too late
const p=Promise.reject(new Error('imm')); setImmediate(()=>p.catch(()=>{})); await new Promise(r=>setTimeout(r,5)); return 'bad'
