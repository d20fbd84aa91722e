// private fields, methods, accessors, statics, `in` checks
class Account {
  #balance = 0; static #count = 0; static #make(owner) { const a = new Account(); a.owner = owner; return a; }
  static open(owner) { Account.#count++; return Account.#make(owner); }
  static get count() { return Account.#count; }
  static is(x) { return typeof x === 'object' && x !== null && #balance in x; }
  get #doubled() { return this.#balance * 2; } set #doubled(v) { this.#balance = v / 2; }
  #add(n) { this.#balance += n; return this; }
  deposit(n) { return this.#add(n); }
  double() { this.#doubled = this.#doubled * 2; return this.#balance; }
}
const a = Account.open('ada').deposit(5);
return { doubled: a.double(), count: Account.count, is: [Account.is(a), Account.is({}), Account.is(null)], keys: Object.keys(a), json: JSON.stringify(a), stranger: (() => { try { return Account.prototype.deposit.call({}, 1); } catch (e) { return e.name; } })(), own: Reflect.ownKeys(Account.prototype) };
