// running generators cannot be entered, generators are no constructors, prototypes
const t = (f) => { try { return f(); } catch (e) { return `${e.name}`; } };
function* g() { yield 1; }
let it;
function* self() { yield it.next(); }
return [
  t(() => { it = self(); it.next(); }), t(() => new g()), t(() => g.prototype.next.call({})),
  Object.prototype.toString.call(g()), typeof g.prototype, Object.getPrototypeOf(g()) === g.prototype,
  t(() => { const x = g(); x.return(5); return x.next(); }), t(() => { const x = g(); try { x.throw(new RangeError('r')); } catch (e) { return [e.name, x.next()]; } }),
  t(() => { const [a] = { [Symbol.iterator]() { return { next() { return { value: 1, done: false }; }, return() { return 1; } }; } }; return a; }),
  t(() => { for (const x of { [Symbol.iterator]: () => ({}) }) ; }), t(() => { for (const x of 5) ; }), t(() => [...undefined]), t(() => new Map([1])),
];
