// an OAuth 1.0a base string and signature; PKCE challenge; a Basic header; query strings to sign
const C = require('crypto-js'); const crypto = require('crypto');
const encode = (s) => encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
function sign(method, address, params, consumer, token = '') {
  const url = new URL(address); const all = [...url.searchParams, ...Object.entries(params)].map(([k, v]) => [encode(k), encode(v)]).sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1));
  const base = [method.toUpperCase(), encode(url.origin + url.pathname), encode(all.map((p) => p.join('=')).join('&'))].join('&');
  const key = `${encode(consumer)}&${encode(token)}`; return { base, signature: C.HmacSHA1(base, key).toString(C.enc.Base64), same: crypto.createHmac('sha1', key).update(base).digest('base64') === C.HmacSHA1(base, key).toString(C.enc.Base64) };
}
const fixed = { oauth_consumer_key: 'key', oauth_nonce: 'nonce', oauth_timestamp: '1318622958', oauth_signature_method: 'HMAC-SHA1', oauth_version: '1.0' };
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'; const challenge = crypto.createHash('sha256').update(verifier).digest('base64url');
const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
return { one: sign('post', 'https://api.example:443/1/statuses/update.json?include=true', { ...fixed, status: 'Hello Ladies + Gentlemen, a signed OAuth request!' }, 'cs', 'ts'), two: sign('GET', 'http://EXAMPLE.com/r%20v/X?b5=%3D%253D&a3=a&c%40=&a2=r%20b', { ...fixed, c2: '', a3: '2 q' }, "it's", ''), challenge, three: [C.SHA256(verifier).toString(C.enc.Base64url), Buffer.from(digest).toString('base64url')].map((x) => x === challenge), basic: `Basic ${btoa(unescape(encodeURIComponent('üser:pä:ss')))}`, bytes: Buffer.from('üser:pä:ss').toString('base64') };
