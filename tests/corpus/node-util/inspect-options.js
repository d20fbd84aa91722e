// options of util.inspect
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { inspect } = require('util');
const value = { a: 1, b: 'two', c: [3, { d: { e: { f: 1 } } }], m: new Map([['k', new Set([1])]]), z: 1234567.891, y: null, x: undefined, s: Symbol('s'), d: new Date(0), r: /x/, f() {}, [Symbol('hid')]: 1, get g() { return { deep: 1 }; } };
Object.defineProperty(value, 'hidden', { value: 'h', enumerable: false });
for (const options of [{}, { depth: 0 }, { depth: 1 }, { depth: null }, { depth: Infinity }, { colors: true }, { compact: false }, { compact: 0 }, { compact: 1 }, { breakLength: 20 }, { breakLength: Infinity }, { breakLength: Infinity, compact: true }, { sorted: true }, { sorted: (a, b) => (a < b ? 1 : -1) }, { getters: true }, { getters: 'get' }, { showHidden: true }, { numericSeparator: true }, { maxArrayLength: 1 }, { maxStringLength: 1 }]) t(JSON.stringify(options), () => inspect(value, options));
t('legacy', () => inspect(value, true, 0, true));
t('arrays', () => [inspect([1, 2, 3], { maxArrayLength: 0 }), inspect(new Set([1, 2, 3]), { maxArrayLength: 2 }), inspect('abcdef', { maxStringLength: 3 }), inspect(new Array(3)), inspect([[[[]]]]), inspect({ a: [[[1]]] }, { depth: 1 })]);
t('custom', () => inspect({ [inspect.custom](depth, options, i) { return `<${depth} ${typeof options.stylize} ${i === inspect}>`; } }));
t('customObject', () => inspect({ in: { [inspect.custom]: () => ({ out: 1 }) } }));
t('customOff', () => inspect({ [inspect.custom]: () => 'no', a: 1 }, { customInspect: false }));
t('defaults', () => ({ ...inspect.defaultOptions }));
t('styles', () => [Object.keys(inspect.styles), inspect.colors.red, inspect.colors.grey]);
t('badDefault', () => { inspect.defaultOptions = null; });
return out;
