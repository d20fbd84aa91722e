// a name declared twice
let a = 1;
let a = 2;
return a;
