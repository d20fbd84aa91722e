// ok, equal, strictEqual and their messages
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const assert = require('assert');
const a = (name, attempt) => { try { attempt(); out[name] = 'passed'; } catch (e) { out[name] = [e.name, e.code, e.message, e.actual, e.expected, e.operator, e.generatedMessage]; } };
a('ok', () => assert.ok(1));
a('okMessage', () => assert.ok(0, 'mine'));
a('message', () => assert(false, 'told'));
a('errorMessage', () => assert(false, new TypeError('own error')));
a('noArgs', () => assert.ok());
a('equal', () => assert.equal(1, '1'));
a('equal2', () => assert.equal(1, 2));
a('equalNaN', () => assert.equal(NaN, NaN));
a('notEqual', () => assert.notEqual(1, '1'));
a('strict', () => assert.strictEqual(1, '1'));
a('strictText', () => assert.strictEqual('hello world', 'hello there'));
a('strictLong', () => assert.strictEqual('a\nb\nc', 'a\nB\nc'));
a('strictObjects', () => assert.strictEqual({ a: 1 }, { a: 1 }));
a('strictMessage', () => assert.strictEqual(1, 2, 'no'));
a('strictNull', () => assert.strictEqual(null, undefined));
a('strictZero', () => assert.strictEqual(0, -0));
a('notStrict', () => assert.notStrictEqual(1, 1));
a('notStrictObject', () => { const o = { a: 1 }; assert.notStrictEqual(o, o); });
a('fail', () => assert.fail());
a('failMessage', () => assert.fail('boom'));
a('failError', () => assert.fail(new RangeError('r')));
a('ifError', () => assert.ifError(null));
a('ifError2', () => assert.ifError(new Error('some')));
a('ifError3', () => assert.ifError('text'));
a('match', () => assert.match('abc', /b/));
a('match2', () => assert.match('abc', /x/));
a('match3', () => assert.match(5, /x/));
a('match4', () => assert.match('abc', 'b'));
a('doesNotMatch', () => assert.doesNotMatch('abc', /b/));
a('missing', () => assert.strictEqual(1));
return out;
