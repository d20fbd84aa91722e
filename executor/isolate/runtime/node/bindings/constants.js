// Numbers that are the system's in Node: those of Linux.

import table from './constants.json';

const bare = (object) => Object.freeze({ __proto__: null, ...object });

export const os = {
  __proto__: null,
  ...table.os,
  errno: bare(table.os.errno),
  signals: bare(table.os.signals),
  priority: bare(table.os.priority),
  dlopen: bare(table.os.dlopen),
};
// As in C++: none of them can be changed, others can be added.
export function fixed(numbers) {
  const object = { __proto__: null };
  for (const name in numbers) Object.defineProperty(object, name, { value: numbers[name], enumerable: true });
  return object;
}
// JSON has no infinity.
export const zlib = fixed({ ...table.zlib, Z_MAX_CHUNK: Infinity });
export const trace = {};
// What the module `constants` exports: all of them in one object.
export const all = { __proto__: null, ...table.all };
