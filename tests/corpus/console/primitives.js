// Values of every primitive type, alone and inside an array
for (const value of [undefined, null, true, 0, -0, 1.5, 1e21, NaN, Infinity, 'text', '', 10n, Symbol('s'), Symbol(), Symbol.iterator]) {
  console.log(value);
  console.log([value]);
}
console.log('a', 1, 'b', null, undefined, { a: 1 });
console.log();
console.log('');
console.log("it's", ["it's", 'say "hi"', `it's "both"`, 'new\nline', 'tab\t', '\u0000', '\x1b[31m', '\ud800', '你好']);
console.log(Object(1), Object('s'), Object(true), Object(2n), Object(Symbol('x')), new Number(-0));
