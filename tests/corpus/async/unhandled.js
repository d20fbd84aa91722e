// a rejection that nobody handles ends the run
Promise.reject(new RangeError('forgotten'));
return 'unreachable';
