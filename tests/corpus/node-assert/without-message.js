// assert without words of one's own
const assert = require('assert');
const told = (run) => { try { run(); return 'passed'; } catch (error) { return [error.name, error.code ?? null, error.message, error.actual ?? null, error.expected ?? null, error.operator ?? null, error.generatedMessage ?? null]; } };
return [() => assert(input.total > 100), () => assert.ok(null), () => assert.strict(0), () => assert.ok(''), () => assert(NaN), () => assert(undefined), () => assert(), () => assert.ok(), () => assert(0, 'own words'), () => assert(0, new RangeError('own error')), () => assert(0, undefined), () => assert.strict.ok(false), () => assert(1), () => assert.equal(assert(true), undefined)].map(told);
