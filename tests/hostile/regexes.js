// Expressions that take exponential or large polynomial time, and the compiler of expressions.

//# nested-quantifier: TIMEOUT
return /(a+)+$/.test('a'.repeat(40) + 'b')

//# overlapping-alternatives: TIMEOUT
return /^(a|aa)+$/.test('a'.repeat(60) + 'b')

//# star-of-star: TIMEOUT
return /^(?:(?:a*)*)*b/.test('a'.repeat(60))

//# back-reference: TIMEOUT
return /^(a*)*\1*\1*b/.test('a'.repeat(60))

//# lookahead: TIMEOUT
return /^(?=(a+)+c)/.test('a'.repeat(40))

//# lookbehind: TIMEOUT
return /(?<=c(a+)+)$/.test('a'.repeat(40))

//# unicode-class: TIMEOUT
return /^(\p{L}+)+$/u.test('中'.repeat(40) + '!')

//# case-insensitive: TIMEOUT
return /^(ſ+)+$/iu.test('s'.repeat(40) + '!')

//# polynomial: TIMEOUT
return /a*a*a*a*a*a*a*b/.test('a'.repeat(5000))

//# email-validator: TIMEOUT
return /^([a-zA-Z0-9]+([._-]?[a-zA-Z0-9]+)*)+@x$/.test('a'.repeat(60))

//# swallowed: TIMEOUT
for (;;) { try { /(a+)+$/.test('a'.repeat(40) + 'b') } catch {} }

//# match-all-flood: OUT_OF_MEMORY TIMEOUT limit=5s
return 'a'.repeat(2e7).match(/a/g).length

//# match-all-iterator: TIMEOUT
const text = 'a'.repeat(1e6); for (;;) for (const match of text.matchAll(/a/g)) match.index

//# exec-without-progress: TIMEOUT
const empty = /(?:)/g; while (empty.exec('abc')) empty.lastIndex = 0

//# replace-callback: TIMEOUT
'abc'.replace(/./g, () => { for (;;); })

//# split-by-expression: TIMEOUT
const text = 'ab'.repeat(1e6); for (;;) text.split(/b/)

//# expression-in-a-lookup: TIMEOUT
return require('lodash').words('a'.repeat(1e6) + '!', /(a+)+$/)

//# compile-deep-groups: THROWN
return new RegExp('('.repeat(1e6)).source.length

//# compile-many-groups: THROWN
return new RegExp('(a)'.repeat(70000)).source.length

//# compile-nested-counts: TIMEOUT THROWN OUT_OF_MEMORY OK
return new RegExp('(?:'.repeat(50) + 'a' + '{1000})'.repeat(50)).test('a'.repeat(100))

//# compile-forever: TIMEOUT
for (let i = 0; ; i++) new RegExp('[a-z' + i + ']+' + '(b|c)'.repeat(200))

//# own-exec: TIMEOUT OUT_OF_MEMORY
RegExp.prototype.exec = () => ({ index: 0, 0: '' }); return 'abc'.replace(/b/g, 'x')
