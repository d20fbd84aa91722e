// modules/preload.json: the preloaded modules, in loading order. An entry is a package's name, or an object that also
// lists sub-paths beyond those that its package's rule gives (lib/subpaths.mjs):
//
//   { "name": "dayjs", "shared": ["plugin/utc", "locale/*"], "lazy": [] }

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const PRELOAD = 'preload.json';

const KEYS = ['name', 'shared', 'lazy'];

const isText = (value) => typeof value === 'string' && value !== '';

function parseEntry(entry) {
  if (isText(entry)) return { name: entry, shared: [], lazy: [] };
  const shown = JSON.stringify(entry);
  if (!isText(entry?.name)) throw new Error(`${PRELOAD}: ${shown} is neither a package's name nor an object with a name`);
  const unknown = Object.keys(entry).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) throw new Error(`${PRELOAD}: ${entry.name} has ${unknown.join(', ')}; it may have ${KEYS.join(', ')}`);
  const { name, shared = [], lazy = [] } = entry;
  for (const list of [shared, lazy]) {
    if (Array.isArray(list) && list.every(isText)) continue;
    throw new Error(`${PRELOAD}: the sub-paths of ${name} must be a list such as ["plugin/utc", "locale/*"]`);
  }
  return { name, shared, lazy };
}

// [{name, shared: [sub-path or pattern], lazy: [the same]}] of the parsed file. Throws an Error that names the entry.
export function parsePreload(list) {
  if (!Array.isArray(list)) throw new Error(`${PRELOAD}: it must be a list of modules`);
  const entries = list.map(parseEntry);
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`${PRELOAD}: ${twice} is there twice`);
  return entries;
}

// As `parsePreload`, of the file in `root`.
export async function readPreload(root) {
  return parsePreload(JSON.parse(await readFile(join(root, PRELOAD), 'utf8')));
}
