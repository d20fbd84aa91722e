// An interval takes turns with the timeouts that it sets
const o=[]; let n=0;
await new Promise(r=>{ const i=setInterval(()=>{o.push('i'+n); setTimeout(()=>o.push('t'+n),1); if(++n===3){clearInterval(i); setTimeout(r,10)} const t=Date.now(); while(Date.now()-t<4);},1)}); return o
