// Arrays that are long and empty: native loops over four thousand million holes.

//# for-each: TIMEOUT OK
const a = []; a[4294967294] = 1; a.forEach(() => {}); return 1

//# index-of: TIMEOUT OK
return new Array(4294967295).indexOf(1)

//# includes: TIMEOUT OK
return new Array(4294967295).includes(1)

//# reverse: TIMEOUT OK OUT_OF_MEMORY THROWN
const a = []; a[4294967294] = 1; a.reverse(); return 1

//# splice: TIMEOUT OK OUT_OF_MEMORY THROWN
const a = []; a[4294967294] = 1; a.splice(0, 1); return 1

//# shift: TIMEOUT OK
const a = []; a[4294967294] = 1; for (;;) a.shift()

//# fill: TIMEOUT OUT_OF_MEMORY limit=3s
return new Array(4294967295).fill(0).length

//# map: TIMEOUT OUT_OF_MEMORY THROWN
return new Array(4294967295).map(x => x).length

//# concat: TIMEOUT THROWN OK OUT_OF_MEMORY
const a = new Array(4294967295); return a.concat(a).length

//# copy-within: TIMEOUT
return new Array(4294967295).copyWithin(1, 0).length

//# to-string: TIMEOUT OUT_OF_MEMORY THROWN
return String(new Array(4294967295))

//# spread: TIMEOUT OUT_OF_MEMORY THROWN limit=5s
return [...new Array(4294967295)].length

//# array-like: TIMEOUT
return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)

//# array-like-unshift: THROWN TIMEOUT
return Array.prototype.unshift.call({ length: 2 ** 53 - 1 }, 1)

//# array-like-every: TIMEOUT
return Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)

//# length-shrinks: OK TIMEOUT OUT_OF_MEMORY limit=5s
const a = []; for (let i = 0; i < 1e5; i++) a[i * 40000] = i; a.length = 0; return a.length

//# flat: TIMEOUT OK
return new Array(4294967295).flat().length
