// a script may replace and delete globals, and gets them as it left them
globalThis.URL = class { constructor(x) { this.x = x; } };
const own = new URL('mine').x;
delete globalThis.TextEncoder;
globalThis.fetch = () => 'mine';
atob = () => 'replaced';
const frozen = Object.isFrozen(globalThis);
globalThis.added = 5;
return [own, typeof TextEncoder, fetch(), atob('x'), frozen, added, typeof structuredClone(new Map()).get, Object.isExtensible(AbortSignal.prototype)];
