// Timers fire by their delays, equal ones as they were set
const o=[]; for (const d of [30,10,20,10,0,1,5]) setTimeout(()=>o.push(d),d); await new Promise(r=>setTimeout(r,40)); return o
