// an error inside toJSON
return { a: { toJSON() { throw new RangeError('cannot'); } } };
