// cloneDeep over Maps of Maps, Sets, boxed values, symbols, arrays with extras, shared references
const _ = require('lodash');
const shared = { s: 1 }; const o = { m: new Map([['k', new Map([['q', [1]]])]]), set: new Set([shared]), a: shared, b: shared, boxed: Object('t'), re: /x/gy, d: new Date(1), ta: new Float32Array([1.5]), dv: new DataView(new ArrayBuffer(2)), f() {}, [Symbol.for('z')]: 1 };
const c = _.cloneDeep(o); const exec = /b(c)/.exec('abcd'); const e = _.cloneDeep(exec);
return { map: [...c.m.get('k').get('q')], fresh: c.m.get('k') !== o.m.get('k'), shared: [c.a === c.b, c.a !== shared, [...c.set][0] === c.a], boxed: [typeof c.boxed, String(c.boxed)], re: [c.re.flags, c.re.lastIndex], ta: [...c.ta], dv: c.dv.byteLength, f: c.f === o.f, symbol: c[Symbol.for('z')], exec: [e.index, e.input, [...e]], holes: 1 in _.cloneDeep([1, , 2]), topFunction: _.cloneDeep(() => 1), cyc: (() => { const a = []; a.push(a); const b = _.cloneDeep(a); return b[0] === b && b !== a; })() };
