// an error thrown after an await rejects the block
class PaymentError extends Error { get name() { return 'PaymentError'; } }
await null;
throw new PaymentError('card declined');
