// words put before the message of an error on its way up are in its stack, as long as nobody read it
const first = (error) => require('util').inspect(error).split('\n')[0];
const prefixed = (run, prefix) => { try { return run(); } catch (error) { error.message = `${prefix}: ${error.message}`; return [first(error), error.stack.split('\n')[0]]; } };
const read = new Error('read');
void read.stack;
read.message = 'changed';
const emptied = new Error('was');
emptied.message = '';
const wrapped = new Error('outer');
wrapped.message += ' more';
return [prefixed(() => { throw new RangeError('no price'); }, 'order 7'), prefixed(() => null.price, 'row 2'), prefixed(() => nowhere, 'line'), prefixed(() => JSON.parse('{'), 'answer'),
  read.stack.split('\n')[0], emptied.stack.split('\n')[0], wrapped.stack.split('\n')[0], first(Object.assign(new Error('gone'), { name: 'HttpError', message: 'gone for good' })),
  Object.keys(wrapped), Object.getOwnPropertyDescriptor(wrapped, 'stack').enumerable];
