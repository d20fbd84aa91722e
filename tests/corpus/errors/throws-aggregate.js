// an AggregateError ends the block
await Promise.any([Promise.reject(new RangeError('first')), Promise.reject('second')]);
