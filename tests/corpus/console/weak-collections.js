// what is in a WeakSet or a WeakMap is shown with showHidden
const { inspect } = require('util');
const key = { id: 1 };
const none = new WeakSet();
return [inspect(new WeakSet([key])), inspect(new WeakSet([key]), { showHidden: true }), inspect(new WeakMap([[key, 'one']]), { showHidden: true }), inspect(none, { showHidden: true }), inspect({ seen: new WeakSet([key]) }, { showHidden: true })];
