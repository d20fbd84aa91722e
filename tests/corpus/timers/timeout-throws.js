// What a timeout throws ends the run
setTimeout(()=>{throw new TypeError('in timer')},1); await new Promise(r=>setTimeout(r,10)); return 1
