// the way round a circular structure
const told = (value, ...more) => { try { return JSON.stringify(value, ...more); } catch (error) { return `${error.name}: ${error.message}`; } };
class Order { constructor() { this.lines = [{ order: this }]; } }
const self = { a: 1 };
self.self = self;
const list = [1, [2]];
list[1].push(list);
const deep = { one: { two: { three: { four: { five: {} } } } } };
deep.one.two.three.four.five.up = deep.one;
const bare = Object.create(null);
bare.me = bare;
const quoted = { "it's": {} };
quoted["it's"].back = quoted;
class Node { constructor(parent) { this.parent = parent; this.children = []; } }
const root = new Node(null);
root.children.push(new Node(root));
const shared = {};
const array = [];
array[0] = array;
const wide = { first: { second: {} } };
wide.first.second.third = wide.first.second;
const named = {};
named.constructor = { name: 'Nobody' };
named.x = named;
return [told(new Order()), told(self), told(list), told(deep), told(bare), told(quoted), told(root), told({ a: shared, b: shared }), told(array), told(wide), told(named), told(self, ['self']), told({ outer: self }, null, 2), told([[self]]),
  (() => { try { JSON.stringify(self); } catch (error) { return error.stack.split('\n')[0]; } })()];
