// a block may throw null
throw null;
