// Fields that code looks at: os as texts, users and interfaces, constants that cannot be changed, timers of nothing, a URL inside out
const os = require('os');
const zlib = require('zlib');
const crypto = require('crypto');
const { inspect } = require('util');
const { IncomingMessage } = require('http');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
t('texts', () => ['arch', 'endianness', 'platform', 'type'].map((name) => `${os[name]}` === os[name]()));
t('numbers', () => ['availableParallelism', 'totalmem'].map((name) => +os[name] === os[name]()));
t('user', () => { const text = os.userInfo(); const raw = os.userInfo({ encoding: 'buffer' }); return [Object.getPrototypeOf(text), Object.keys(text), typeof text.shell, raw.username.toString() === text.username]; });
t('loopback', () => Object.keys(os.networkInterfaces().lo[0]));
t('memory', () => [typeof process.constrainedMemory(), os.uptime() > 0]);
t('constants', () => { zlib.constants.Z_OK = 5; crypto.constants.RSA_PKCS1_PADDING = 5; return [zlib.constants.Z_OK, crypto.constants.RSA_PKCS1_PADDING, Object.isFrozen(zlib.constants), Object.isExtensible(zlib.constants)]; });
t('strict', () => { 'use strict'; zlib.constants.Z_OK = 5; });
t('codes', () => [Object.isFrozen(zlib.codes), zlib.constants.Z_MAX_CHUNK]);
t('timer', () => { const timer = setTimeout(() => {}, 1); const nothing = {}; return [timer.unref.call(nothing) === nothing, timer.ref.call(nothing) === nothing, clearTimeout(timer)]; });
for (const url of ['https://user:pass@example.org:8080/a/b?c=d#e', 'http://example.org', 'mailto:a@b', 'file:///a?#', 'ws://u@h/', 'x://h:1?q']) {
  t(url, () => inspect(new URL(url), { showHidden: true }));
}
t('lines', () => { const m = new IncomingMessage(); m.headers = { a: '1' }; m._addHeaderLines(['B', '2', 'b', '3', 'Set-Cookie', 'x'], 6); return [m.headers, m.rawHeaders]; });
t('transfer of a pool', () => { const a = Buffer.from('pooled'); const b = Buffer.from('beside'); new MessageChannel().port1.postMessage(a, [a.buffer]); return [a.toString(), b.toString()]; });
return out;
