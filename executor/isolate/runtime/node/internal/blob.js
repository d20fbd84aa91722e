export const { Blob } = globalThis;
export const isBlob = (value) => typeof Blob === 'function' && value instanceof Blob;
export { resolveObjectURL } from '../../web/object-url.js';
