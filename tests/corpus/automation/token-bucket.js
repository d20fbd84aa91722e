// a token bucket over given times, in integers and in fractions
class Bucket { constructor(rate, burst) { this.rate = rate; this.burst = burst; this.tokens = burst; this.at = 0; }
  take(n, at) { this.tokens = Math.min(this.burst, this.tokens + ((at - this.at) / 1000) * this.rate); this.at = at; if (this.tokens < n) return { ok: false, wait: Math.ceil(((n - this.tokens) / this.rate) * 1000) }; this.tokens -= n; return { ok: true, left: this.tokens }; } }
const b = new Bucket(3, 5);
return [[1, 0], [4, 100], [1, 100], [1, 433], [2, 700], [5, 3000], [0.1, 3001], [0.1, 3002]].map(([n, at]) => b.take(n, at));
