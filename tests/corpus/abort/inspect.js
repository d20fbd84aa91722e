// how controllers and signals are shown
const c = new AbortController();
console.log(c, c.signal, { deep: { er: { c } } }, AbortSignal.abort('x'), [AbortSignal.abort()]);
c.abort(new Error('mine'));
console.log(c.signal.reason.message, c);
class Mine extends AbortController {}
console.log(new Mine(), String(c), `${c.signal}`);
return null;
