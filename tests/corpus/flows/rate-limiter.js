// token bucket and sliding window over a clock of its own, a queue that keeps to the pace
class Bucket { constructor(size, perSecond) { Object.assign(this, { size, perSecond, tokens: size, at: 0 }); } take(now, n = 1) { this.tokens = Math.min(this.size, this.tokens + ((now - this.at) / 1000) * this.perSecond); this.at = now; if (this.tokens < n) return Math.ceil(((n - this.tokens) / this.perSecond) * 1000); this.tokens -= n; return 0; } }
class Window { #hits = []; constructor(limit, ms) { this.limit = limit; this.ms = ms; } allow(now) { this.#hits = this.#hits.filter((t) => t > now - this.ms); if (this.#hits.length >= this.limit) return false; this.#hits.push(now); return true; } }
const b = new Bucket(3, 2); const w = new Window(2, 1000); const by = new Map();
const times = [0, 10, 20, 30, 600, 1100, 1200, 5000, 5000, 5000, 5000];
const perUser = (user, now) => { let l = by.get(user); if (!l) by.set(user, (l = new Window(1, 500))); return l.allow(now); };
const started = []; let clock = 0; const queue = ['a', 'b', 'c', 'd']; const pace = async () => { for (const job of queue) { await new Promise((r) => setTimeout(r, 1)); started.push([job, (clock += 250)]); } };
await pace();
return { bucket: times.map((t) => b.take(t)), window: times.map((t) => w.allow(t)), users: [['x', 0], ['y', 0], ['x', 100], ['x', 600]].map(([u, t]) => perUser(u, t)), started };
