// what programs do with the text of a stack
const error = new RangeError('too much');
const [first, ...rest] = error.stack.split('\n');
const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), { ...error, message: error.message, stack: error.stack });
error.stack += '\nContext: order 7';
const wrapped = new Error('outer', { cause: error });
wrapped.stack = `${wrapped.stack.split('\n')[0]}\nCaused by: ${error.stack.split('\n')[0]}`;
const json = JSON.parse(JSON.stringify(error, Object.getOwnPropertyNames(error)));
const { stack, ...others } = { ...Object.getOwnPropertyDescriptors(error) };
const hidden = new Error('hidden');
Object.defineProperty(hidden, 'stack', { enumerable: true });
return [first, rest.every((line) => line.startsWith('    at ')), copy.stack === [first, ...rest].join('\n'), error.stack.endsWith('Context: order 7'), wrapped.stack, Object.keys(json).sort(), typeof stack.value, Object.keys(others), Object.keys(hidden), 'stack' in error, delete error.stack, error.stack ?? 'gone'];
