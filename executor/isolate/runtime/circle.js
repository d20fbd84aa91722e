// The way round a circular structure, as V8 tells it when JSON.stringify meets one. Runs on failures only, and runs nothing
// of a script: no getter, no toJSON, no trap.

import { proxyDetails } from './engine.js';
import { apply, getOwnPropertyDescriptor } from './host.js';

const { isArray } = Array;
const { getPrototypeOf, keys: keysOf } = Object;
const { get: mapGet, has: mapHas, set: mapSet, delete: mapDelete } = Map.prototype;
const WayMap = Map;
const TITLE = 'Converting circular structure to JSON';
// Lines between the first and the last; V8 leaves out what is in the middle.
const FIRST = 2;
const LAST = 1;

export function nameOf(object) {
  for (let at = object; at !== null; at = getPrototypeOf(at)) {
    const own = getOwnPropertyDescriptor(at, 'constructor');
    if (own === undefined || typeof own.value !== 'function') continue;
    const name = getOwnPropertyDescriptor(own.value, 'name')?.value;
    if (typeof name === 'string' && name !== '') return name;
  }
  return 'Object';
}

const keyText = (step) => (isArray(step.of) ? 'index ' + step.key : "property '" + step.key + "'");

// The first circle in the order of the text: the steps of which it consists, the last of which leads back to the first.
function circleFrom(root) {
  const depths = new WayMap();
  const way = [{ __proto__: null, of: undefined, key: '', value: root, keys: keysOf(root), next: 0 }];
  apply(mapSet, depths, [root, 0]);
  while (way.length > 0) {
    const top = way[way.length - 1];
    if (top.next >= top.keys.length) {
      apply(mapDelete, depths, [top.value]);
      way.length--;
      continue;
    }
    const key = top.keys[top.next++];
    const value = getOwnPropertyDescriptor(top.value, key)?.value;
    if (typeof value !== 'object' || value === null || proxyDetails(value) !== undefined) continue;
    const step = { __proto__: null, of: top.value, key, value, keys: keysOf(value), next: 0 };
    if (apply(mapHas, depths, [value])) return { __proto__: null, way, start: apply(mapGet, depths, [value]), closing: step };
    apply(mapSet, depths, [value, way.length]);
    way[way.length] = step;
  }
  return undefined;
}

export function circleMessage(root) {
  if (typeof root !== 'object' || root === null || proxyDetails(root) !== undefined) return TITLE;
  const found = circleFrom(root);
  if (found === undefined) return TITLE;
  const { way, start, closing } = found;
  let text = TITLE + "\n    --> starting at object with constructor '" + nameOf(way[start].value) + "'";
  const line = (step) => '\n    |     ' + keyText(step) + " -> object with constructor '" + nameOf(step.value) + "'";
  const head = start + 1 + FIRST < way.length ? start + 1 + FIRST : way.length;
  for (let index = start + 1; index < head; index++) text += line(way[index]);
  if (way.length > head + LAST) text += '\n    |     ...';
  const tail = way.length - LAST > head ? way.length - LAST : head;
  for (let index = tail; index < way.length; index++) text += line(way[index]);
  return text + '\n    --- ' + keyText(closing) + ' closes the circle';
}
