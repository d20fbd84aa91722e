// Errors with set stacks: alone, in objects, with keys, causes, aggregates, odd names
const still = (error) => { error.stack = `${error.name}: ${error.message}\n    at f (script.js:1:1)\n    at script.js:2:2`; return error; };
console.log(still(new Error('plain')));
console.log({ e: still(new TypeError('in object')) });
console.log([still(new RangeError('in array'))]);
console.log(still(Object.assign(new Error('with keys'), { code: 'E_CODE', details: { a: 1 } })));
console.log(still(new Error('with cause', { cause: still(new Error('the cause', { cause: 'root' })) })));
console.log(still(new AggregateError([still(new Error('one')), still(new TypeError('two'))], 'several')));
class ValidationError extends Error { constructor(m, field) { super(m); this.name = 'ValidationError'; this.field = field; } }
console.log(still(new ValidationError('bad', 'email')));
class HttpError extends Error {} console.log(still(new HttpError('class name only')));
const noStack = new Error('no stack'); noStack.stack = undefined; console.log(noStack);
const empty = new Error(''); empty.stack = ''; console.log(empty, [empty]);
const onlyName = new Error('x'); onlyName.stack = 'Error: x'; console.log(onlyName, [onlyName], { onlyName });
const multi = new Error('line one\nline two'); still(multi); console.log(multi); console.log({ multi });
console.error('failed:', still(new Error('after text')));
console.log('%s', still(new Error('in %s')));
console.log('%o'.slice(0, 0) + 'x', still(new Error('second')));
const renamed = new Error('renamed'); renamed.stack = 'Error: renamed\n    at x (script.js:1:1)'; renamed.name = 'Custom'; console.log(renamed);
const odd = new Error('odd'); odd.stack = 'not what you expect'; console.log(odd);
const err = Object.create(Error.prototype); console.log(err instanceof Error, Object.keys(new Error('keys')));
console.log(still(new Error('cause undefined', { cause: undefined })), still(new Error('cause null', { cause: null })));
console.log(still(new DOMException('dom', 'AbortError')).name);
console.log({ a: { b: { c: still(new Error('deep')) } } });
console.log(Object.assign(still(new Error('own message key')), { message: 'changed' }));
