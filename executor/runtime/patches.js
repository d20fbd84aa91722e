// Mends what the engine gets wrong (QuickJS-ng 0.11, seen by comparison with Node), and guards the bridge.

import { apply, defineProperty, getOwnPropertyDescriptor, shield } from './host.js';

// A Date setter given NaN returns NaN but leaves the date as it was (so date-fns' parseISO('nope') became 1970-01-01).
// setTime alone is right.
const setTime = Date.prototype.setTime;
for (const unit of ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Date', 'Month', 'FullYear']) {
  for (const name of [`set${unit}`, `setUTC${unit}`]) {
    const original = Date.prototype[name];
    const { [name]: mended } = {
      [name](...values) {
        const time = apply(original, this, values);
        return time === time ? time : apply(setTime, this, [NaN]);
      },
    };
    defineProperty(mended, 'length', { value: original.length, configurable: true });
    defineProperty(Date.prototype, name, { value: mended, writable: true, configurable: true, enumerable: false });
  }
}

// dukpy stringifies an (empty) array of arguments at every call out of JavaScript, and a script may have put a
// `toJSON` on Array.prototype or Object.prototype: it would run inside the machinery and could throw there. This
// accessor behaves as if it were not there, except for that one look.
const objectPrototype = Object.prototype;
let ownToJSON;
defineProperty(Array.prototype, 'toJSON', {
  get() {
    if (shield.raised) {
      shield.raised = false;
      return undefined;
    }
    if (ownToJSON !== undefined) return ownToJSON;
    const inherited = getOwnPropertyDescriptor(objectPrototype, 'toJSON');
    if (inherited === undefined) return undefined;
    return inherited.get === undefined ? inherited.value : apply(inherited.get, this, []);
  },
  set(value) {
    if (this === Array.prototype) ownToJSON = value;
    else defineProperty(this, 'toJSON', { value, writable: true, configurable: true, enumerable: true });
  },
  configurable: false,
  enumerable: false,
});
