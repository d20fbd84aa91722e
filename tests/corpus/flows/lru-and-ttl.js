// caches: least recently used by a Map's order, time to live, shared loading, statistics
class Cache { #map = new Map(); stats = { hit: 0, miss: 0, evicted: 0 }; constructor(size, ttl, clock) { Object.assign(this, { size, ttl, clock }); }
  get(key) { const e = this.#map.get(key); if (!e || e.until <= this.clock()) { this.#map.delete(key); this.stats.miss++; return undefined; } this.#map.delete(key); this.#map.set(key, e); this.stats.hit++; return e.value; }
  set(key, value) { this.#map.delete(key); this.#map.set(key, { value, until: this.clock() + this.ttl }); while (this.#map.size > this.size) { this.#map.delete(this.#map.keys().next().value); this.stats.evicted++; } return this; }
  async load(key, make) { const known = this.get(key); if (known !== undefined) return known; const p = Promise.resolve().then(() => make(key)).catch((e) => { this.#map.delete(key); throw e; }); this.set(key, p); return p; }
  *[Symbol.iterator]() { for (const [k, e] of this.#map) yield [k, e.value]; } get [Symbol.toStringTag]() { return 'Cache'; } }
let now = 0; const c = new Cache(3, 10, () => now); let made = 0;
c.set('a', 1).set('b', 2).set('c', 3); c.get('a'); c.set('d', 4); const order = [...c].map(([k]) => k).join(''); now = 9; const alive = [c.get('a'), c.get('b')]; c.set('a', 5); now = 12; const later = [c.get('a'), c.get('d')];
const loads = await Promise.all([c.load('x', async (k) => { made++; return k + made; }), c.load('x', () => 'never')]);
const failed = await c.load('bad', () => { throw new Error('no'); }).catch((e) => e.message); const again = await c.load('bad', () => 'good');
return { order, alive, later, loads, made, failed, again, stats: c.stats, tag: String(c), fields: Object.keys(c) };
