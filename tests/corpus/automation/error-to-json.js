// ways to make JSON of an error, with causes and codes
const replacer = (key, value) => (value instanceof Error ? { name: value.name, message: value.message, ...value, ...(value.cause !== undefined && { cause: value.cause }) } : value);
const e = Object.assign(new RangeError('bad', { cause: new Error('inner') }), { code: 7, when: new Date(0), big: [1, { a: undefined }] });
const proto = Object.getOwnPropertyNames(e).sort();
Object.defineProperty(Error.prototype, 'toJSON', { value() { return { told: this.message }; }, configurable: true, writable: true });
const withHook = JSON.stringify({ e });
delete Error.prototype.toJSON;
return [JSON.stringify(e), JSON.stringify({ e }, replacer), JSON.stringify(e, Object.getOwnPropertyNames(e).filter((k) => k !== 'stack')), withHook, proto, Object.entries(e), { ...e }, structuredClone(e).message, structuredClone(e) instanceof RangeError];
