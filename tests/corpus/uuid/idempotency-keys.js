// idempotency keys of requests from their content, and a store that answers from memory
const { v5 } = require('uuid');
const SPACE = v5('payments.example', v5.DNS);
const canonical = (v) => (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, canonical(v[k])])) : Array.isArray(v) ? v.map(canonical) : v);
const keyOf = (request) => v5(JSON.stringify(canonical(request)), SPACE);
const store = new Map(); let charged = 0;
const pay = (request) => { const key = keyOf(request); if (!store.has(key)) { charged += request.amount; store.set(key, { id: v5(`receipt:${store.size}`, key), amount: request.amount }); } return { key, ...store.get(key) }; };
const answers = [{ amount: 10, to: 'a', meta: { x: 1, y: 2 } }, { meta: { y: 2, x: 1 }, to: 'a', amount: 10 }, { amount: 10, to: 'b' }, { amount: 10, to: 'a', meta: { x: 1, y: 3 } }].map(pay);
return { answers, charged, stored: store.size };
