// texts of every shape read as JSON: names of all kinds, twice, numbers at every border, blanks, escapes, what is wrong with them
const told = (text, reviver) => { try { return JSON.stringify([JSON.parse(text, reviver)]); } catch (e) { return e.name + ': ' + e.message; } };
const out = {};
out.numbers = ['0', '-0', '1', '-1', '999999999', '-999999999', '1000000000', '2147483647', '2147483648', '-2147483648', '-2147483649', '9007199254740993', '0.1', '-0.5e-3', '1E5', '1e400', '123456789012345678901234567890', '01', '-', '+1', '1.', '.5', '1e', '1e+', '0x1', '1_0', 'NaN', '-Infinity'].map((text) => [told(text), told(` [ ${text} ] `), told(`{"a":${text}}`)]);
out.zero = [Object.is(JSON.parse('-0'), -0), Object.is(JSON.parse('0'), 0), 1 / JSON.parse('[-0]')[0]];
out.names = ['{"a":1,"a":2}', '{"":1}', '{"__proto__":{"x":1}}', '{"1":1,"0":2,"b":3,"a":4}', '{"4294967295":1,"4294967294":2}', '{"\u4e2d":1,"\u00e9":2,"\\u0061":3,"a":4}', '{"a\\nb":1}', '{ "a" : 1 , "b":2}', '{\n"a"\t:\r\n1\n}', '{a:1}', "{'a':1}", '{"a"}', '{"a":}', '{"a":1,}', '{,}', '{"a":1 "b":2}', '{"a', '{"a\u0000":1}', '{"a":1', '{"a', '{1:1}', '{"toString":1,"constructor":2,"length":3}'].map((text) => told(text));
out.keys = Object.keys(JSON.parse('{"b":1,"10":2,"9":3,"a":4,"b":5}'));
out.own = [Object.hasOwn(JSON.parse('{"__proto__":1}'), '__proto__'), Object.getPrototypeOf(JSON.parse('{"__proto__":null}')) === Object.prototype, Object.getOwnPropertyDescriptor(JSON.parse('{"a":1}'), 'a')];
out.texts = ['""', '"a"', '"\u4e2d\u6587"', '"\u00e9"', '"\\u00e9\\ud83d\\ude00\\ud800"', '"\\b\\f\\n\\r\\t\\"\\\\\\/"', '"\\x"', '"\n"', '"\\u12"', '"a', '"a\\', '"\u007f\u2028"', '"' + 'x'.repeat(500) + '"', '"' + 'x'.repeat(500) + '\u4e2d"', '\u00e9', 'tru', 'truex', 'nul', 'undefined', '', ' ', '\ufeff1', '[1]x', '[1],'].map((text) => told(text));
out.arrays = ['[]', '[ ]', '[1,2,3]', '[1,]', '[,1]', '[1 2]', '[[[[]]]]', '[[],{}]', '[', ']', '[1', '{]', '[}'].map((text) => told(text));
const long = JSON.parse('[' + '1,'.repeat(9999) + '2]');
out.long = [long.length, long[9999], long.push(3), long.length, long.concat([4]).length, Array.isArray(long)];
const grown = JSON.parse('{"list":[1],"o":{}}');
grown.list[5] = 1; grown.o.x = grown.list; grown.list.length = 2;
out.grown = JSON.stringify(grown);
out.revived = [told('{"a":[1,2,{"b":3}],"c":4}', function (key, value) { return typeof value === 'number' ? value + 1 : Array.isArray(this) ? [value] : value; }), told('[1,2,3]', (key, value) => (key === '1' ? undefined : value)), told('{"x":1}', () => { throw new RangeError('mine'); })];
const sources = [];
JSON.parse('{"a":1.50,"b":["\\u0061"],"c":{"d":-0}}', (key, value, ...more) => { sources.push([key, more.length]); return value; });
out.kinds = sources.map(([key]) => key);
Object.defineProperty(Object.prototype, 'trap', { set() { throw new Error('trapped'); }, configurable: true });
Object.defineProperty(Array.prototype, '0', { set() { throw new Error('trapped'); }, configurable: true });
out.traps = JSON.stringify(JSON.parse('{"trap":[1,2]}').trap.length);
delete Object.prototype.trap; delete Array.prototype[0];
// Read values behave as any: as numbers, as keys, in arithmetic past 32 bits.
const [a, b] = JSON.parse('[2147483647,7]');
out.sums = [a + b, a * b, a << 1, -a - b, b / 2, [..."abcdefgh"][b], { [b]: 1 }, a === 2147483647, Object.is(b, 7.0), new Map([[7, 'found']]).get(b), [1, 7].indexOf(b), Math.max(a, b), b.toFixed(1)];
return out;
