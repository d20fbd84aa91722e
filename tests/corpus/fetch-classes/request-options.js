// Request: options
const r = new Request(new URL('https://example.com'), { method: 'post', body: 'x', headers: { a: '1' }, redirect: 'manual', cache: 'no-store', credentials: 'omit', mode: 'same-origin', referrerPolicy: 'no-referrer', integrity: 'sha256-x', keepalive: true });
return [r.url, r.method, r.redirect, r.cache, r.credentials, r.mode, r.referrerPolicy, r.integrity, r.keepalive, [...r.headers], await r.text(), r.bodyUsed];
