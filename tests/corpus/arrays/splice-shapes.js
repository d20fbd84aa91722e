// splice and unshift of arrays of every shape: moved at once or one by one, with the same result
const out = {};
const settle = (name, make) => { try { out[name] = make(); } catch (e) { out[name] = [e.name, e.message]; } };
const holes = (list) => Array.from({ length: list.length }, (_, i) => (i in list ? list[i] : 'hole'));
// First: a species of somebody's own, as below, makes V8 slow for good.
settle('at once', () => { const a = Array.from({ length: 20000 }, (_, i) => i); for (let i = 0; i < 5000; i++) a.splice(100, 1); return [a.length, a[99], a[100]]; });
const both = (list, ...a) => [list.splice(...a), list, list.length];
for (const start of [0, 1, 3, 5, -1, 9]) for (const removed of [0, 1, 2, 5, 9]) for (const added of [[], ['x'], ['x', 'y', 'z']]) {
  settle([start, removed, added.length].join(), () => both([1, 2, 3, 4, 5], start, removed, ...added));
}
settle('unshift', () => { const a = [3]; return [a.unshift(), a.unshift(2), a.unshift(0, 1), a]; });
settle('unshift empty', () => { const a = []; return [a.unshift('a', 'b'), a]; });
settle('holes', () => { const a = [1, , 3, , 5]; const gone = a.splice(1, 2, 'x'); return [holes(gone), holes(a)]; });
settle('holes unshift', () => { const a = [, 2, ,]; a.unshift(0); return holes(a); });
settle('longer', () => { const a = [1, 2]; a.length = 5; a.splice(0, 1); return [a.length, holes(a)]; });
settle('sparse', () => { const a = []; a[9] = 1; a.unshift('first'); return [a.length, Object.keys(a)]; });
settle('properties', () => { const a = [1, 2]; a.extra = 'e'; a.splice(0, 1, 7, 8); return [Object.keys(a), a.extra]; });
settle('frozen', () => Object.freeze([1, 2]).splice(0, 1));
settle('frozen unshift', () => Object.freeze([1, 2]).unshift(0));
settle('sealed', () => Object.seal([1, 2]).splice(0, 1));
settle('not extensible', () => Object.preventExtensions([1, 2]).unshift(0));
settle('not extensible, fewer', () => { const a = Object.preventExtensions([1, 2, 3]); return both(a, 0, 2, 'x'); });
settle('length is read-only', () => { const a = [1, 2]; Object.defineProperty(a, 'length', { writable: false }); return a.splice(0, 1); });
settle('getter', () => { const a = [1, 2, 3]; Object.defineProperty(a, 1, { get: () => 'got', set() {}, configurable: true, enumerable: true }); return both(a, 0, 1); });
settle('subclass', () => { class List extends Array {} const a = List.from([1, 2, 3]); const gone = a.splice(0, 2); return [gone instanceof List, [...gone], [...a], a.unshift(9), [...a]]; });
settle('species', () => { const a = [1, 2, 3]; const made = []; a.constructor = { [Symbol.species]: function (n) { made.push(n); return { n }; } }; const gone = a.splice(0, 2); return [made, Object.keys(gone), a]; });
settle('species is itself', () => { const a = [1, 2, 3, 4]; a.constructor = { [Symbol.species]: function () { return a; } }; const gone = a.splice(1, 2); return [gone === a, holes(a)]; });
settle('species changes it', () => { const a = [1, 2, 3, 4]; a.constructor = { [Symbol.species]: function () { a.length = 1; return []; } }; const gone = a.splice(0, 3); return [holes(gone), holes(a)]; });
settle('argument changes it', () => { const a = [1, 2, 3, 4]; return [a.splice({ valueOf() { a.length = 2; return 1; } }, 1), holes(a)]; });
settle('array-like', () => { const a = { length: 2, 0: 'a', 1: 'b' }; return [Array.prototype.unshift.call(a, 'z'), Array.prototype.splice.call(a, 1, 1), a]; });
settle('arguments', () => (function () { Array.prototype.splice.call(arguments, 0, 1); return [arguments.length, arguments[0]]; })(1, 2));
settle('proxy', () => { const seen = []; const p = new Proxy([1, 2], { set: (t, k, v) => { seen.push([k, v]); t[k] = v; return true; } }); p.unshift(0); return seen; });
settle('shared', () => { const one = { n: 1 }; const a = [one, one, one]; const [gone] = a.splice(1, 1); gone.n = 2; return a; });
settle('itself', () => { const a = [1]; a.unshift(a, a); return [a.length, a[0] === a, a[2]]; });
settle('queue', () => { const a = []; for (let i = 0; i < 3000; i++) { a.unshift(i); if (i % 3 === 0) a.splice(a.length >> 1, 2, 'm'); if (i % 5 === 0) a.pop(); } return [a.length, a[0], a[1], a.at(-1), a.indexOf('m')]; });
settle('many', () => { const a = [1, 2]; a.splice(1, 0, ...Array.from({ length: 5000 }, (_, i) => i)); return [a.length, a[1], a[5000], a[5001]]; });
settle('after', () => { const a = [1, 2, 3]; a.splice(0, 1); a.push(4); a.length = 2; a.unshift('x'); a[3] = 'y'; return [a, a.length]; });
// The last: from here on nothing is moved at once.
settle('prototype', () => { Array.prototype[3] = 'inherited'; try { const a = [1, 2, 3]; a.length = 4; const b = [1, 2]; b.unshift(0); return [holes(a.splice(1, 3)), holes(a), holes(b)]; } finally { delete Array.prototype[3]; } });
return out;
