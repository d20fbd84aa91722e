// The classes: names, lengths and descriptors
const shape = (C) => Object.getOwnPropertyNames(C.prototype).sort().map((n) => { const d = Object.getOwnPropertyDescriptor(C.prototype, n); return [n, typeof d.value, d.enumerable, d.configurable, d.value?.length ?? null]; });
return [Headers, Request, Response, FormData].map((C) => [C.name, C.length, Object.getOwnPropertyNames(C).sort(), shape(C)]);
