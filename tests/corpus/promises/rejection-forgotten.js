// A promise that nobody awaits fails the run when it is rejected
const slow=async()=>{await new Promise(r=>setTimeout(r,3)); throw new Error('slow')}; const fast=async()=>{throw new Error('fast')};
const s=slow(); try { await fast() } catch {} await new Promise(r=>setTimeout(r,10)); return 'bad'
