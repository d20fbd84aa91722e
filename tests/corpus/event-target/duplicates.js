// the same listener twice, with and without capture
const t = new EventTarget();
let n = 0;
const f = () => { n++; };
const counts = [];
const fire = () => { n = 0; t.dispatchEvent(new Event('x')); counts.push(n); };
t.addEventListener('x', f); t.addEventListener('x', f); fire();
t.addEventListener('x', f, true); t.addEventListener('x', f, { capture: true }); fire();
t.removeEventListener('x', f); fire();
t.removeEventListener('x', f, { capture: true }); fire();
t.addEventListener('x', f, { once: true }); t.addEventListener('x', f); fire(); fire();
t.addEventListener('x', f, true); t.removeEventListener('x', f, true); fire();
t.removeEventListener('nothing', f); t.removeEventListener('x', () => {}); fire();
return counts;
