// what the methods refuse
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const t = new EventTarget();
const f = () => {};
return [attempt(() => t.addEventListener()), attempt(() => t.addEventListener('x')), attempt(() => t.addEventListener('x', 5)), attempt(() => t.addEventListener('x', 'f')), attempt(() => t.addEventListener('x', f, 5)), attempt(() => t.addEventListener('x', f, 'a')), attempt(() => t.addEventListener('x', f, null)), attempt(() => t.addEventListener(Symbol('x'), f)),
  attempt(() => t.removeEventListener('x')), attempt(() => t.removeEventListener('x', 5)), attempt(() => t.dispatchEvent()), attempt(() => t.dispatchEvent({})), attempt(() => t.dispatchEvent('x')), attempt(() => t.dispatchEvent(null)), attempt(() => EventTarget.prototype.addEventListener.call({}, 'x', f)), attempt(() => { const { addEventListener } = t; addEventListener('x', f); }), t.addEventListener('x', f) ?? null, t.removeEventListener('x', f) ?? null];
