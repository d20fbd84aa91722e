// a block may throw an object with a name and a message of its own
throw { name: 'BusinessError', message: 'no stock', code: 17 };
