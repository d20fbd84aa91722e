// a JWT by hand: encoded, verified, expired, with a wrong algorithm
const crypto = require('crypto');
const b64 = (v) => Buffer.from(typeof v === 'string' ? v : JSON.stringify(v)).toString('base64url');
const make = (payload, key, alg = 'HS256') => { const head = `${b64({ alg, typ: 'JWT' })}.${b64(payload)}`; return `${head}.${crypto.createHmac('sha256', key).update(head).digest('base64url')}`; };
const read = (token, key, now) => {
  const [h, p, s] = token.split('.');
  if (JSON.parse(Buffer.from(h, 'base64url')).alg !== 'HS256') throw new Error('bad algorithm');
  if (crypto.createHmac('sha256', key).update(`${h}.${p}`).digest('base64url') !== s) throw new Error('bad signature');
  const payload = JSON.parse(Buffer.from(p, 'base64url').toString());
  if (payload.exp <= now) throw Object.assign(new Error('expired'), { expiredAt: new Date(payload.exp * 1000) });
  return payload;
};
const t = make({ sub: '用户-1', exp: 1700000000, roles: ['a'] }, 'k');
const told = (f) => { try { return f(); } catch (e) { return { ...e, message: e.message, kind: e.constructor.name }; } };
return [t, told(() => read(t, 'k', 1)), told(() => read(t, 'K', 1)), told(() => read(t, 'k', 1800000000)), told(() => read(make({}, 'k', 'none'), 'k', 1)), told(() => read('a.b', 'k', 1)), told(() => read('e30.e30', 'k', 1)), told(() => read('', 'k'))];
