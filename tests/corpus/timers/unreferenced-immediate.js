// Nor does an unreferenced immediate
setImmediate(()=>{}).unref(); await new Promise(()=>{})
