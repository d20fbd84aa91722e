// an error whose name is set
class ValidationError extends Error { name = 'ValidationError'; }
if (!input) throw new ValidationError('input is missing', { cause: new TypeError('inner') });
return 1;
