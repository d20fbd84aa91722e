// recursion that never ends is a RangeError that can be caught
const f = () => f() + 1;
try { f(); } catch (e) { return [e.name, e instanceof RangeError]; }
