// rejects and doesNotReject with each kind of expectation
const assert = require('node:assert/strict');
const t = async (p) => { try { await p(); return 'passed'; } catch (e) { return [e.name, e.code ?? null, e.message.split('\n')[0]]; } };
const fail = (e = new TypeError('broke')) => Promise.reject(e);
return Promise.all([() => assert.rejects(fail()), () => assert.rejects(fail(), TypeError), () => assert.rejects(fail(), /broke/), () => assert.rejects(fail(), { message: 'broke' }), () => assert.rejects(fail(), (e) => e instanceof Error), () => assert.rejects(Promise.resolve(1)), () => assert.rejects(async () => 1), () => assert.rejects(() => fail(), RangeError), () => assert.rejects(() => 5), () => assert.doesNotReject(Promise.resolve()), () => assert.doesNotReject(fail()), () => assert.rejects(fail(), { message: /^b/, name: 'TypeError' })].map(t));
