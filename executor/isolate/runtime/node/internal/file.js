export const { File } = globalThis;
