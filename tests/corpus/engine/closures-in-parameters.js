// a closure in a default parameter sees a later assignment to that parameter
function f(a, get = () => a) { a = 2; return get(); }
function g(a, set = (v) => { a = v; }) { set(5); return a; }
const h = (a, get = () => a) => { a += 1; return [a, get()]; };
return [f(1), g(1), h(1)];
