// the name that a constructor sets is in the stack, in inspect and on the console
const { inspect } = require('util');
class PaymentRefused extends Error { constructor(reason, order) { super(`payment refused: ${reason}`); this.name = 'PaymentRefused'; this.order = order; } }
class Missing extends RangeError { constructor(what) { super(what); this.name = new.target.name; } }
class Deeper extends Missing { get name() { return 'FromGetter'; } set name(value) {} }
class ByPrototype extends TypeError {}
ByPrototype.prototype.name = 'ByPrototype';
const head = (error) => error.stack.split('\n')[0];
const plain = (error) => { error.stack = head(error); return inspect(error); };
const late = new Error('first');
late.name = 'Renamed';
const before = head(late);
late.name = 'TooLate';
console.error(plain(new PaymentRefused('limit', 7)));
console.log(plain(new Missing('row 3')));
const thrower = new Error('x');
Object.defineProperty(thrower, 'name', { get() { throw new TypeError('no name'); } });
return [head(new PaymentRefused('limit', 7)), head(new Missing('row 3')), head(new Deeper('d')), head(new ByPrototype('p')), before, head(late),
  head(Object.assign(new Error('slow'), { name: 'TimeoutError' })), head(Object.assign(new Error('e'), { name: '' })), head(Object.assign(new Error(''), { name: 'Bare' })),
  head(Object.assign(new Error('m'), { message: 'other' })), head(new (require('axios').CanceledError)()), head(new DOMException('gone', 'AbortError')),
  head(new AggregateError([1], 'many')), plain(Object.assign(new Error('coded'), { code: 'E_CODE' })), Object.prototype.hasOwnProperty.call(new PaymentRefused('a'), 'stack'),
  JSON.stringify(new PaymentRefused('j', 1)), `${new PaymentRefused('t')}`, (() => { try { return head(thrower); } catch (error) { return error.message; } })()];
