// isMap, isSet, isWeakMap, isWeakSet, isRegExp, isDate, isError, isElement, isBuffer, isTypedArray, isArrayBuffer, isSymbol
const _ = require('lodash');
const values = [new Map(), new Set(), new WeakMap(), new WeakSet(), /x/, new Date(0), new TypeError('x'), Buffer.from('x'), new Uint8Array(1), new Float64Array(1), new DataView(new ArrayBuffer(1)), new ArrayBuffer(1), Symbol('s'), Object(Symbol('t')), { message: '', name: '' }];
const tests = ['isMap', 'isSet', 'isWeakMap', 'isWeakSet', 'isRegExp', 'isDate', 'isError', 'isElement', 'isBuffer', 'isTypedArray', 'isArrayBuffer', 'isSymbol', 'isNative'];
return values.map((v) => tests.filter((t) => _[t](v)));
