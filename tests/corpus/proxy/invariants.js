// what a trap must not claim
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const frozen = Object.freeze({ a: 1 });
return [
  t(() => new Proxy(frozen, { get: () => 2 }).a), t(() => 'a' in new Proxy(frozen, { has: () => false })), t(() => Object.keys(new Proxy(frozen, { ownKeys: () => [] }))), t(() => Object.keys(new Proxy({}, { ownKeys: () => ['x', 'x'] }))),
  t(() => Object.getPrototypeOf(new Proxy(frozen, { getPrototypeOf: () => Array.prototype }))), t(() => Object.isExtensible(new Proxy({}, { isExtensible: () => false }))), t(() => delete new Proxy(frozen, { deleteProperty: () => true }).a), t(() => Object.keys(new Proxy({}, { ownKeys: () => ['x', 'y'] }))),
  t(() => Object.getOwnPropertyNames(new Proxy({}, { ownKeys: () => ['x', 'y'] }))), t(() => new Proxy(class {}, { construct: () => 1 }) && new (new Proxy(class {}, { construct: () => 1 }))()), t(() => new Proxy({}, null)), t(() => Proxy({}, {})), t(() => Reflect.ownKeys(new Proxy([1], {}))), t(() => Object.prototype.toString.call(new Proxy([], {}))), t(() => Object.prototype.toString.call(new Proxy(() => 1, {}))), t(() => JSON.stringify(new Proxy([1, { a: 2 }], {}))),
];
