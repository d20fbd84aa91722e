// What lies behind an error that ended a run: its chain of causes, and the errors of an AggregateError. Read once, bounded.

import { apply, getOwnPropertyDescriptor, indexOf, slice } from './host.js';

const { isArray } = Array;
// Of each list; ErrorCause in the proto. A chain may be a circle.
const MOST = 8;
// Characters of a cause's message and of its stack.
const LONGEST = 1000;

const hasOwn = (value, key) => (
  ((typeof value === 'object' && value !== null) || typeof value === 'function') && getOwnPropertyDescriptor(value, key) !== undefined
);

function ownValue(value, key) {
  try {
    return hasOwn(value, key) ? value[key] : undefined;
  } catch {
    return undefined;
  }
}

function indented(text, by) {
  let result = '';
  let from = 0;
  for (let at = apply(indexOf, text, ['\n']); at !== -1; at = apply(indexOf, text, ['\n', from])) {
    result += apply(slice, text, [from, at + 1]) + by;
    from = at + 1;
  }
  return result + apply(slice, text, [from]);
}

// Lists are objects without a prototype, by index: a script's toJSON or its setters on Array.prototype must not reach them.
// `tools` are serve.js's ways to look at a stranger's value, none of which throws: isError, read, describe.
export class Behind {
  #tools;
  #left = MOST;
  #seen = { __proto__: null };

  constructor(tools) { this.#tools = tools; }

  #told(value) {
    const { isError, read, describe } = this.#tools;
    const cut = (text) => apply(slice, text, [0, LONGEST]);
    if (!isError(value)) return { __proto__: null, name: '', message: cut(describe(value)), code: '' };
    return { __proto__: null, name: cut(read(value, 'name')), message: cut(read(value, 'message')), code: cut(read(value, 'code')) };
  }

  causes(reason) {
    const list = { __proto__: null };
    const seen = { __proto__: null, 0: reason };
    let count = 0;
    for (let at = ownValue(reason, 'cause'); at !== undefined && count < MOST; at = ownValue(at, 'cause')) {
      for (let index = 0; index <= count; index++) if (seen[index] === at && typeof at === 'object') return list;
      list[count++] = this.#told(at);
      seen[count] = at;
    }
    return list;
  }

  errors(reason) {
    const list = { __proto__: null };
    const errors = ownValue(reason, 'errors');
    if (!isArray(errors)) return list;
    for (let index = 0; index < errors.length && index < MOST; index++) list[index] = this.#told(ownValue(errors, index));
    return list;
  }

  // Behind the stack, as Node prints an error that nobody caught.
  text(reason) {
    if (this.#left === MOST) this.#seen[MOST] = reason;
    const cause = ownValue(reason, 'cause');
    const errors = ownValue(reason, 'errors');
    let inside = '';
    if (cause !== undefined) inside += '\n  [cause]: ' + this.#whole(cause, '  ');
    if (isArray(errors) && errors.length > 0) {
      let list = '';
      for (let index = 0; index < errors.length && this.#left > 0; index++) {
        list += (index > 0 ? ',' : '') + '\n    ' + this.#whole(ownValue(errors, index), '    ');
      }
      inside += (inside === '' ? '' : ',') + '\n  [errors]: [' + list + '\n  ]';
    }
    return inside === '' ? '' : ' {' + inside + '\n}';
  }

  #whole(value, by) {
    if (this.#left-- <= 0) return '...';
    for (let index = 0; index <= MOST; index++) if (this.#seen[index] === value && typeof value === 'object') return '[Circular]';
    this.#seen[this.#left] = value;
    const { isError, read, describe } = this.#tools;
    const stack = isError(value) ? read(value, 'stack') : describe(value);
    const own = apply(slice, stack, [0, LONGEST]);
    return indented(own + this.text(value), by);
  }
}
