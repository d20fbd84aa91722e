// Delays that are no numbers from 1 to 2147483647
const o=[]; for (const d of [NaN,-1,'40',undefined,Infinity,2**31,null,1.9]) { const t=setTimeout(()=>o.push(String(d)),d) } await new Promise(r=>setTimeout(r,120)); return o
