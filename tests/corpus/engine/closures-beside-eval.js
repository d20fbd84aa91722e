// a closure in a parameter of a function that itself calls eval
function f(a, get = () => a) { a = 2; return [eval('a'), get()]; }
return f(1);
