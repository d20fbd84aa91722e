// static blocks: order, this, access to private names, scopes of var
const log = [];
class A { static x = log.push('x'); static { log.push('block 1'); this.y = this.x + 1; var inner = 1; } static z = log.push('z'); static { log.push('block 2:' + this.z); } }
let peek; class B { #secret = 's'; static { peek = (b) => b.#secret; } }
class C extends A { static { this.inherited = super.y; } }
return { log, y: A.y, peek: peek(new B()), inherited: C.inherited, leaked: typeof inner, own: Object.keys(A) };
