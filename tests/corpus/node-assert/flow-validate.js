// a block that validates its input with assert
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const assert = require('assert');
const check = (order) => {
  try {
    assert(order, 'no order');
    assert.equal(typeof order.id, 'string', 'id must be a text');
    assert.ok(Array.isArray(order.lines) && order.lines.length > 0, new RangeError('no lines'));
    order.lines.forEach((line, i) => assert.match(line.sku, /^[A-Z]-\d+$/, `line ${i}`));
    assert.deepStrictEqual(Object.keys(order).sort(), ['id', 'lines']);
    return 'ok';
  } catch (e) {
    return [e.name, e.code, e.message];
  }
};
return [undefined, {}, { id: 'x' }, { id: 'x', lines: [] }, { id: 'x', lines: [{ sku: 'bad' }] }, { id: 'x', lines: [{ sku: 'A-1' }], more: 1 }, { id: 'x', lines: [{ sku: 'A-1' }] }].map(check);
