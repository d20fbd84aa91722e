// 600 values of all kinds inside one another, as inspect shows them with all its options
const { inspect } = require('util');
let state = 20261130;
const draw = (below) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % below; };
class Order { constructor(id) { this.id = id; } get total() { return 1; } }
class Refused extends Error { constructor(message) { super(message); this.name = 'Refused'; this.stack = `Refused: ${message}`; } }
const leaf = () => [0, -0, 1.5, 12n, 'text', "it's", 'line\nbreak', true, null, undefined, Symbol('s'), NaN, new Date(0), /a+/g, () => 1, { named() {} }.named, class Made {}, Buffer.from('ab'), new Uint8Array(3), new ArrayBuffer(2), new Refused('no'), new Order(7), new WeakSet(), new Boolean(false), new String('boxed')][draw(25)];
function nest(depth) {
  if (depth === 0) return leaf();
  const items = () => Array.from({ length: draw(4) }, () => nest(depth - 1));
  switch (draw(13)) {
    case 0: return items();
    case 1: return new Map(items().map((item, index) => [draw(2) ? item : index, nest(depth - 1)]));
    case 2: return new Set(items());
    case 3: return new Map([['k', nest(depth - 1)], ['l', 2]]).entries();
    case 4: return new Map([['k', nest(depth - 1)]]).values();
    case 5: return new Set(items()).values();
    case 6: return Object.assign(Object.create(null), { a: nest(depth - 1) });
    case 7: return Object.assign([1, , 3], { extra: nest(depth - 1) });
    case 8: return new Proxy({ inside: nest(depth - 1) }, {});
    case 9: { const circle = { name: 'circle', inner: nest(depth - 1) }; circle.self = circle; return circle; }
    case 10: return Promise.resolve(nest(depth - 1));
    case 11: return { [Symbol('key')]: nest(depth - 1), get lazy() { return 1; }, set only(value) {} };
    default: return Object.fromEntries(items().map((item, index) => [['id', 'a-b', 'with space', '7'][index % 4], item]));
  }
}
const OPTIONS = [{}, { depth: 0 }, { depth: null }, { compact: false }, { compact: 1 }, { showHidden: true }, { sorted: true }, { breakLength: 40 }, { maxArrayLength: 1 }, { getters: true }, { showProxy: true }, { colors: true }];
return Array.from({ length: 600 }, (_, index) => inspect(nest(1 + index % 4), OPTIONS[index % OPTIONS.length]));
