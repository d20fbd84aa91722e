// http: a request that is destroyed says hang up
const http = require('http'); const seen = [];
const r = http.request({ host: '127.0.0.1', port: 9 });
await new Promise((done) => { r.on('error', (e) => seen.push([e.message, e.code])); r.on('close', () => { seen.push('close'); done(); }); r.destroy(); });
const s = http.request({ host: '127.0.0.1', port: 9 });
await new Promise((done) => { s.on('error', (e) => seen.push(e.message)); s.on('close', done); s.destroy(new Error('mine')); });
return [seen, r.destroyed];
