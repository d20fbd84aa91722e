// ticks, microtasks, immediates and timers in Node's order
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const order = [];
setTimeout(() => order.push('timeout'), 0);
setImmediate(() => order.push('immediate'));
process.nextTick((a, b) => order.push(`tick ${a}${b}`), 1, 2);
Promise.resolve().then(() => order.push('promise'));
queueMicrotask(() => order.push('microtask'));
process.nextTick(() => { process.nextTick(() => order.push('tick in tick')); Promise.resolve().then(() => order.push('promise in tick')); });
await new Promise((r) => setTimeout(r, 20));
let bad; try { process.nextTick(5); } catch (e) { bad = [e.name, e.code, e.message]; }
return [order.filter((x) => !/timeout|immediate/.test(x)), order.length, bad];
