// An unreferenced timer does not keep a run waiting
setTimeout(()=>{},1e6).unref(); await new Promise(()=>{})
