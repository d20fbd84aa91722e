// inherits, deprecate, debuglog and smaller helpers
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const util = require('util');
t('inherits', () => { function A() {} function B() {} A.prototype.hi = () => 'hi'; util.inherits(B, A); return [new B().hi(), B.super_ === A, new B() instanceof A]; });
t('inherits bad', () => util.inherits(null, Object));
t('inherits bad2', () => util.inherits(function () {}, {}));
t('inherits bad3', () => util.inherits(function () {}, Object.assign(function () {}, { prototype: undefined })));
process.noDeprecation = true;
t('deprecate', () => { const f = util.deprecate((a) => a + 1, 'old', 'DEP9'); return [f(1), f(2), f.name, f.length]; });
t('debuglog', () => { const d = util.debuglog('x'); return [d('quiet'), d.enabled, util.debug === util.debuglog]; });
t('strip', () => util.stripVTControlCharacters('\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link'));
t('strip bad', () => util.stripVTControlCharacters(5));
t('usv', () => util.toUSVString('a\ud800b'));
t('style', () => [util.styleText('red', 'x'), util.styleText(['bold', 'underline'], 'y')]);
t('style bad', () => util.styleText('nocolor', 'x'));
t('sysname', () => [util.getSystemErrorName(-2), util.getSystemErrorName(-111), util.getSystemErrorMap().get(-13), util.getSystemErrorMap().size]);
t('sysname bad', () => util.getSystemErrorName(5));
t('text', () => [new util.TextEncoder().encode('é').length, new util.TextDecoder().decode(Buffer.from('é'))]);
t('mime', () => { const m = new util.MIMEType('text/html; charset=utf-8; q="a b"'); m.params.set('x', 'y'); return [m.essence, m.type, m.subtype, m.params.get('charset'), `${m}`]; });
t('mime bad', () => new util.MIMEType('nope'));
t('sys', () => require('sys') === util);
await new Promise((r) => setTimeout(r, 1));
return out;
