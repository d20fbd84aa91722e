// instanceof, names, toString and tags of errors of several makes
class A extends Error {} class B extends A { get name() { return 'Bee'; } } class C extends Error { name = 'Sea'; toString() { return `<${super.toString()}>`; } }
function Old(m) { this.message = m; this.stack = new Error(m).stack; } Old.prototype = Object.create(Error.prototype, { constructor: { value: Old }, name: { value: 'Old', writable: true } });
const all = [new A('a'), new B('b'), new C('c'), new Old('o'), Object.assign(new Error('n'), { name: 'Named' }), Object.assign(Object.create(Error.prototype), { message: 'm' }), new DOMException('d', 'AbortError'), new AggregateError([], 'g'), Error('plain'), new Error(undefined), new Error(''), new Error(null), new Error({})];
const { isNativeError } = require('util').types;
return all.map((e) => [String(e), e.name, Object.prototype.toString.call(e), e instanceof Error, isNativeError(e), Object.hasOwn(e, 'message'), Object.keys(e), e.stack?.split('\n')[0] ?? null]);
