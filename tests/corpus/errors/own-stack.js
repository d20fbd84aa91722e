// the stack is a property of each error itself, which scripts list, copy, clear and delete
const own = (o) => Object.entries(Object.getOwnPropertyDescriptors(o)).map(([k, d]) => [k, 'value' in d, d.enumerable, d.writable ?? null, d.configurable].join()).sort();
class Mine extends TypeError { constructor(m) { super(m); this.name = 'Mine'; this.code = 'E'; } }
const thrown = (() => { try { null.x; } catch (e) { return e; } })();
const cleared = new Error('m');
cleared.stack = undefined;
const set = (value) => { const e = new Error('m'); e.stack = value; return e.stack; };
const deleted = new Error('m');
delete deleted.stack;
const frozen = Object.freeze(new Error('frozen'));
try { throw frozen; } catch {}
return [own(new Error('x', { cause: 1 })), own(new Mine('z')), own(thrown), own(new AggregateError([1], 'q')), 'stack' in Error.prototype,
  typeof Object.create(Error.prototype).stack, set(5), set('text'), set(null), cleared.stack ?? 'none', own(cleared), typeof deleted.stack, own(deleted),
  { ...Object.fromEntries(Object.getOwnPropertyNames(thrown).map((k) => [k, typeof thrown[k]])) }.stack, structuredClone(new RangeError('s')).stack.split('\n')[0],
  Object.assign({}, new Mine('z')), typeof frozen.stack];
