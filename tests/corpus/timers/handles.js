// clear, refresh, ref, unref, hasRef, dispose and numbers of handles
const o=[]; const a=setTimeout(()=>o.push('a'),5); const b=setTimeout(()=>{o.push('b');clearTimeout(a)},2);
o.push(a.hasRef(), b.unref().hasRef(), b.ref()===b, a[Symbol.toPrimitive]()===+a, typeof +a);
await new Promise(r=>setTimeout(r,15)); o.push(a.hasRef(), b.hasRef(), String(b.ref()===b), b.hasRef());
const im=setImmediate(()=>o.push('never')); o.push(im.hasRef(), im.unref()===im, im.hasRef()); im.ref(); clearImmediate(im); o.push(im.hasRef());
let n=0; const c=setTimeout(()=>{o.push('c'); if(n++<2) c.refresh()},1); while(n<3) await new Promise(r=>setTimeout(r,5));
clearTimeout(String(+c)); clearTimeout({}); clearTimeout(null); clearTimeout('x'); clearTimeout(Symbol()); clearInterval(undefined);
{ const d=setTimeout(()=>o.push('disposed!'),1); d[Symbol.dispose](); const e=setImmediate(()=>o.push('disposed!')); e[Symbol.dispose]() }
const ii=setInterval(()=>o.push('ii'),1); const str=setTimeout(()=>o.push('by number'),1); clearTimeout(`${str}`); await new Promise(r=>setTimeout(r,8)); clearTimeout(ii); o.length>20 && (o.length=20); return o.slice(0,17)
