// errors of each order line, collected, thrown as one with causes
class LineError extends TypeError {
  constructor(index, field, options) { super(`line ${index}: bad ${field}`, options); this.name = this.constructor.name; this.index = index; this.field = field; }
}
const check = (line, index) => {
  try { if (!(line.qty > 0)) throw new RangeError(`qty ${line.qty}`); return line.sku.toUpperCase(); } catch (cause) { throw new LineError(index, cause instanceof RangeError ? 'qty' : 'sku', { cause }); }
};
const results = await Promise.allSettled([{ sku: 'a', qty: 1 }, { qty: 2 }, { sku: 'b', qty: -1 }, null].map(async (line, i) => check(line ?? undefined, i)));
const errors = results.filter((r) => r.status === 'rejected').map((r) => r.reason);
console.log(results.map((r) => r.status));
const all = new AggregateError(errors, 'order refused');
return { keys: errors.map((e) => Object.keys(e)), text: errors.map(String), causes: errors.map((e) => e.cause?.message ?? e.message), json: JSON.stringify(all), all: all.errors.length, name: all.name };
