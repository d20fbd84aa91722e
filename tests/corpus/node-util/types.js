// util.types tell true kinds from claims
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { types } = require('util');
const values = { date: new Date(), re: /x/, map: new Map(), set: new Set(), wmap: new WeakMap(), wset: new WeakSet(), err: new TypeError('x'), fakeErr: Object.create(Error.prototype), promise: Promise.resolve(), thenable: { then() {} }, asy: async () => {}, gen: function* () {}, asyGen: async function* () {}, fn: () => 1, genObj: (function* () {})(), num: new Number(1), str: new String('x'), bool: new Boolean(true), sym: Object(Symbol('x')), big: Object(1n), prim: 1, ab: new ArrayBuffer(1), dv: new DataView(new ArrayBuffer(1)), u8: new Uint8Array(1), buf: Buffer.alloc(1), f64: new Float64Array(1), big64: new BigInt64Array(1), args: (function () { return arguments; })(), mapIt: new Map().keys(), setIt: new Set().values(), arrIt: [].values(), tagged: { [Symbol.toStringTag]: 'Date' }, protoDate: Object.create(Date.prototype), nil: null, undef: undefined, plain: {}, dproto: Date.prototype, rproto: RegExp.prototype };
for (const [name, value] of Object.entries(values)) t(name, () => Object.keys(types).filter((k) => k.startsWith('is') && types[k](value)).sort());
t('names', () => Object.keys(types).sort());
t('module', () => require('util/types') === types);
return out;
