// fields of base and derived, constructor's super call, methods called too early
const log = []; const note = (x) => { log.push(x); return x; };
class Base { a = note('base a'); constructor() { note('base constructor'); this.init?.(); } }
class Derived extends Base { b = note('derived b'); [note('computed')] = 1; arrow = () => this.b; constructor() { note('before super'); super(); note('after super'); } init() { note('init sees b: ' + this.b); } }
const d = new Derived();
return { log, keys: Object.keys(d), arrow: (0, d.arrow)(), overwritten: (() => { class P { v = 1; } class Q extends P { v; } return String(new Q().v); })(), define: (() => { class S { set v(x) { log.push('setter'); } } class T extends S { v = 1; } return Object.getOwnPropertyDescriptor(new T(), 'v').value; })() };
