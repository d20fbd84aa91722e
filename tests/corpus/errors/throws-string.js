// a block may throw a string
throw 'just text';
