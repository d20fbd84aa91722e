// a bank account from its events; snapshots, projections, optimistic locking
const apply = { Opened: (s, e) => ({ ...s, owner: e.owner, balance: 0, open: true }), Deposited: (s, e) => ({ ...s, balance: s.balance + e.amount }), Withdrawn: (s, e) => ({ ...s, balance: s.balance - e.amount }), Closed: (s) => ({ ...s, open: false }) };
class Conflict extends Error { name = 'Conflict'; }
class Store { #streams = new Map(); append(id, expected, ...events) { const s = this.#streams.get(id) ?? []; if (s.length !== expected) throw new Conflict(`expected version ${expected}, is ${s.length}`); s.push(...events.map((e, i) => Object.freeze({ ...e, version: expected + i + 1 }))); this.#streams.set(id, s); return s.length; } *read(id, from = 0) { yield* (this.#streams.get(id) ?? []).slice(from); } *all() { for (const [id, events] of this.#streams) for (const e of events) yield { id, ...e }; } }
const store = new Store(); const load = (id, upTo = Infinity) => { let s = {}; for (const e of store.read(id)) { if (e.version > upTo) break; s = { ...apply[e.type](s, e), version: e.version }; } return s; };
store.append('acc-1', 0, { type: 'Opened', owner: 'Ada' }, { type: 'Deposited', amount: 100 }); store.append('acc-2', 0, { type: 'Opened', owner: 'Bob' }); store.append('acc-1', 2, { type: 'Withdrawn', amount: 30 });
let conflict; try { store.append('acc-1', 2, { type: 'Closed' }); } catch (e) { conflict = `${e.name}: ${e.message}`; }
let frozen; try { (() => { 'use strict'; [...store.read('acc-1')][0].owner = 'Eve'; })(); } catch (e) { frozen = e.name; }
return { now: load('acc-1'), then: load('acc-1', 2), conflict, frozen, projection: [...store.all()].reduce((p, e) => { p[e.type] = (p[e.type] ?? 0) + 1; return p; }, {}), undo: [...store.read('acc-1', 1)].map((e) => e.type) };
