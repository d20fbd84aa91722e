// assert/strict, AssertionError and the exports
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const assert = require('assert');
const strict = require('node:assert/strict');
const a = (name, attempt) => { try { attempt(); out[name] = 'passed'; } catch (e) { out[name] = [e.name, e.code, e.message]; } };
a('equal', () => strict.equal(1, '1'));
a('deepEqual', () => strict.deepEqual([1], ['1']));
a('notEqual', () => strict.notEqual(1, '1'));
t('same', () => [assert.strict === strict, strict.strict === strict, strict.equal === assert.strictEqual]);
t('keys', () => Object.keys(assert).sort());
t('error', () => { const e = new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' }); return [e.name, e.message, e.code, e.generatedMessage, `${e}`, e instanceof Error]; });
t('errorMessage', () => { const e = new assert.AssertionError({ message: 'm', actual: 1 }); return [e.message, e.generatedMessage, Object.keys(e)]; });
t('errorBad', () => new assert.AssertionError());
t('json', () => { try { strict.equal(1, 2); } catch (e) { return JSON.stringify(e); } });
t('first', () => { try { strict.equal(1, 2); } catch (e) { return e.stack.split('\n')[0]; } });
t('inspect', () => { try { strict.equal('a', 'b', 'told'); } catch (e) { e.stack = e.stack.split('\n')[0]; return require('util').inspect(e); } });
