// performance.timerify and eventLoopUtilization
const { performance } = require('perf_hooks');
const told = (run) => { try { return run(); } catch (error) { return [error.name, error.code ?? null, error.message]; } };
const add = performance.timerify(function add(a, b) { return a + b + (this?.c ?? 0); });
class Order { constructor(id) { this.id = id; } }
return [add(1, 2), add.call({ c: 3 }, 1, 2), add.name, add.length, new (performance.timerify(Order))(7).id, told(() => performance.timerify(1)), Object.keys(performance.eventLoopUtilization())];
