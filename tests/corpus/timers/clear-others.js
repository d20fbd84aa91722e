// Callbacks that clear others which are due as well, and immediates that clear immediates
const o = []; const a = setTimeout(() => { o.push('a'); clearTimeout(b); clearInterval(c); }, 1); const b = setTimeout(() => o.push('b'), 1); const c = setInterval(() => o.push('c'), 1);
const x = setImmediate(() => { o.push('x'); clearImmediate(y); clearImmediate(x); }); const y = setImmediate(() => o.push('y')); setImmediate(() => o.push('z'));
const busy = Date.now(); while (Date.now() - busy < 3);
await new Promise((r) => setTimeout(r, 8)); let n = 0; await new Promise((r) => { const i = setInterval(function () { if (++n === 3) { clearInterval(this); r(); } }, 1); }); o.push(n);
const again = setTimeout(() => { o.push('again'); }, 1); await new Promise((r) => setTimeout(r, 4)); again.refresh(); await new Promise((r) => setTimeout(r, 4)); clearTimeout(again); again.refresh(); o.push(again.hasRef()); return o.sort();
