// Headers: the iterator while it changes
const h = new Headers({ a: '1', c: '3' });
const seen = []; for (const [name] of h) { seen.push(name); if (name === 'a') h.set('b', '2'); }
const it = h.entries();
return [seen, Object.prototype.toString.call(it), it.next(), typeof it[Symbol.iterator], Headers.prototype[Symbol.iterator] === Headers.prototype.entries,
  Object.keys(Headers.prototype), Headers.length, Headers.name];
