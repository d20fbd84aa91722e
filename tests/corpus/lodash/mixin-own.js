// mixin adds functions, chainable or not, to lodash contexts and other objects
const _ = require('lodash');
const own = _.runInContext(); own.mixin({ vowels: (s) => own.filter(s, (c) => /[aeiou]/.test(c)) }); own.mixin({ count: (l) => own.size(l) }, { chain: false });
const target = {}; _.mixin(target, { f: (x) => x, notFn: 5 }); function Ctor(v) { this.__wrapped__ = v; } _.mixin(Ctor, { twice: (x) => x * 2 });
return { vowels: own.vowels('corpus'), chained: own('corpus').vowels().value(), count: own('abc').count(), explicit: own.chain('corpus').vowels().size().value(), target: Object.keys(target), ctor: [Ctor.twice(4), typeof Ctor.prototype.twice] };
