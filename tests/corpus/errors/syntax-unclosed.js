// a block that does not parse
const a = { b: 1
return a;
