// What Node's loader passes to each file of its library: `primordials` (filled by Node's own file), `internalBinding`
// (what is C++ in Node), `process`.

export { internalBinding } from './bindings/index.js';
export { process } from './process_object.js';
export const primordials = {};
