// what a script sees that looks at objects: newer methods, properties of functions, the order of a proxy's traps
const newer = await (async () => {
  // features of later releases that are here already
  return ['Object.groupBy', 'Map.groupBy', 'Array.fromAsync', 'Promise.withResolvers', 'Promise.try', 'Set.prototype.union', 'Iterator.from', 'RegExp.escape', 'Math.sumPrecise', 'Float16Array', 'Error.isError', 'ArrayBuffer.prototype.transfer', 'DisposableStack'].filter((path) => path.split('.').reduce((o, k) => o?.[k], globalThis) !== undefined).concat((() => { try { return [String(new RegExp('(?i:a)'))]; } catch (e) { return [e.name]; } })());
})();
const functions = await (async () => {
  // sloppy functions have no own `arguments` and `caller`
  const own = (f) => Reflect.ownKeys(f).map(String);
  function sloppy(a, b) { return [own(sloppy), sloppy.arguments === undefined || sloppy.arguments === null, sloppy.caller ?? null]; }
  function strict() { 'use strict'; }
  return { sloppy: own(sloppy), strict: own(strict), arrow: own(() => 1), method: own({ m() {} }.m), class: own(class {}), generator: own(function* () {}), read: (() => { try { return strict.caller; } catch (e) { return e.name; } })() };
})();
const traps = await (async () => {
  // for…in over a proxy asks for the prototype before the keys; Object.isFrozen asks last whether it is extensible
  const log = [];
  const note = (name) => (t, ...r) => { log.push(name); return Reflect[name](t, ...r); };
  for (const k in new Proxy({ a: 1 }, { ownKeys: note('ownKeys'), getPrototypeOf: note('getPrototypeOf') })) log.push(k);
  const frozen = Object.isFrozen(new Proxy(Object.freeze({ a: 1 }), { ownKeys: note('ownKeys'), isExtensible: note('isExtensible') }));
  return { log, frozen };
})();
return { newer, functions, traps };
