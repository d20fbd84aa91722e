// a JSON Web Token, signed and checked with Web Crypto, as a block would
const b64 = (data) => Buffer.from(data).toString('base64url');
const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('throwaway test key'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
const head = b64(JSON.stringify({ alg: 'HS256', typ: 'JWT' })); const body = b64(JSON.stringify({ sub: '17', iat: 1700000000 }));
const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${head}.${body}`));
const token = `${head}.${body}.${b64(signature)}`;
const [h, p, s] = token.split('.');
return { token, good: await crypto.subtle.verify('HMAC', key, Buffer.from(s, 'base64url'), Buffer.from(`${h}.${p}`)), bad: await crypto.subtle.verify('HMAC', key, Buffer.from(s, 'base64url'), Buffer.from(`${h}.x`)),
  same: token.endsWith(require('crypto').createHmac('sha256', 'throwaway test key').update(`${head}.${body}`).digest('base64url')), shown: require('util').inspect(key) };
