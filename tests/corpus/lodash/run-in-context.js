// runInContext makes a lodash of its own
const _ = require('lodash');
const own = _.runInContext();
own.mixin({ shout: (s) => own.toUpper(s) + '!' });
const fixed = _.runInContext({ Date: class extends Date { static now() { return 42; } } });
return { own: own !== _, works: own.chunk([1, 2, 3], 2), shout: own.shout('hi'), chained: own('hi').shout(), notHere: typeof _.shout, now: fixed.now(), settings: own.templateSettings !== _.templateSettings };
