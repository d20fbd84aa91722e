// A rejection that is handled by a later timer was too late
const p=Promise.reject(new Error('late')); setTimeout(()=>p.catch(()=>{}),1); await new Promise(r=>setTimeout(r,5)); return 'bad'
