// a flow: a small store that tells its changes
class Store extends EventTarget {
  #state;
  constructor(state) { super(); this.#state = structuredClone(state); }
  get state() { return structuredClone(this.#state); }
  update(patch) {
    const before = this.#state;
    const event = new CustomEvent('change', { cancelable: true, detail: { before, patch } });
    if (!this.dispatchEvent(event)) return false;
    this.#state = { ...before, ...patch };
    this.dispatchEvent(new CustomEvent('changed', { detail: this.state }));
    return true;
  }
}
const store = new Store({ items: 2, total: 10 });
const log = [];
store.addEventListener('change', (e) => { if (e.detail.patch.total < 0) e.preventDefault(); });
store.addEventListener('changed', ({ detail }) => log.push(detail));
store.addEventListener('changed', () => log.push('once'), { once: true });
return [store.update({ total: 20 }), store.update({ total: -1 }), store.update({ items: 3, note: '中' }), store.state, log];
