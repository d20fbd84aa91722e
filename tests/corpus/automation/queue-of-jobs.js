// a queue with priorities, dead letters and a result of each
class Queue { #items = []; #dead = []; push(job, priority = 0) { this.#items.push({ job, priority, tries: 0 }); this.#items.sort((a, b) => b.priority - a.priority); return this; }
  async *run(handle, max = 2) { while (this.#items.length) { const item = this.#items.shift(); try { yield { ok: await handle(item.job, item.tries) }; } catch (cause) { if (++item.tries >= max) { this.#dead.push(new Error(`dead: ${item.job}`, { cause })); yield { dead: item.job }; } else { this.#items.push(item); yield { again: item.job }; } } } }
  get dead() { return this.#dead.map((e) => [e.message, e.cause.message, e.cause instanceof SyntaxError]); } }
const q = new Queue().push('a').push('b', 5).push('c', 5).push('{', -1); const seen = [];
for await (const s of q.run(async (job, tries) => { if (job === 'c' && !tries) throw new Error('flaky'); return job === '{' ? JSON.parse(job) : job.toUpperCase(); })) seen.push(s);
return { seen, dead: q.dead, hidden: Object.keys(q), string: String(q), json: JSON.stringify(q) };
