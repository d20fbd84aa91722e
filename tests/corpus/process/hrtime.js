// clocks that only go forward
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const a = process.hrtime.bigint();
const t0 = process.hrtime();
await new Promise((r) => setTimeout(r, 3));
const d = process.hrtime(t0);
return [process.hrtime.bigint() - a > 1000000n, d[0], d[1] > 1000000, process.uptime() < 1000, Number.isInteger(d[1])];
