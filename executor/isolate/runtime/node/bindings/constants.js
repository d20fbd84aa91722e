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
export const zlib = { __proto__: null, ...table.zlib };
export const trace = {};
// What the module `constants` exports: all of them in one object.
export const all = { __proto__: null, ...table.all };
