// Unreferenced timers and immediates run while something else is waited for
const o=[]; setTimeout(()=>o.push('u'),1).unref(); setImmediate(()=>o.push('ui')).unref(); await new Promise(r=>setTimeout(r,10)); return o.sort()
