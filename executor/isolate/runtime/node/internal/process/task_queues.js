import { process } from '../../process_object.js';

export const { queueMicrotask } = globalThis;
export const nextTick = (callback, ...args) => process.nextTick(callback, ...args);
