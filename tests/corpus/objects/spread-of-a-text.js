// an object spread, and a rest, of a text has its characters
const { 0: first, ...rest } = 'héé😀';
const copy = { a: 1, ...'hi', ...5, ...true, ...null, ...undefined, ...Symbol('s'), ...10n };
return [{ ...'hi' }, { ...Object('hi') }, Object.assign({}, 'hi'), first, rest, copy, { ...'' }, Object.getOwnPropertyDescriptor({ ...'x' }, 0)];
