// an outbox: changes are delivered in order by key, retried, and given up after three tries
const log = []; let clock = 0;
const failures = { 'a:2': 1, 'b:1': 5 };
async function deliver({ key, seq }) { await null; const id = `${key}:${seq}`; if (failures[id] > 0) { failures[id]--; throw new Error(`cannot ${id}`); } log.push(id); }
const outbox = [['a', 1], ['b', 1], ['a', 2], ['b', 2], ['c', 1], ['a', 3]].map(([key, seq]) => ({ key, seq, tries: 0, state: 'new', at: 0 }));
async function round() {
  const blocked = new Set();
  for (const message of outbox) {
    if (message.state === 'sent' || message.state === 'dead') continue;
    if (blocked.has(message.key) || message.at > clock) { blocked.add(message.key); continue; }
    try { await deliver(message); message.state = 'sent'; } catch (error) { message.tries++; message.at = clock + 2 ** message.tries; message.error = error.message; if (message.tries === 3) message.state = 'dead'; else blocked.add(message.key); }
  }
}
const rounds = []; for (; clock < 20 && outbox.some((m) => m.state === 'new'); clock++) { const before = log.length; await round(); rounds.push(log.length - before); }
return { log, rounds, dead: outbox.filter((m) => m.state === 'dead').map(({ key, seq, error }) => ({ key, seq, error })), clock };
