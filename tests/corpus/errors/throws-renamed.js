// the name of the error is that which it has at the end
const error = new Error('slow');
void error.stack;
error.name = 'TimeoutError';
throw error;
