// http: headers of a request before it is sent
const http = require('http');
const r = http.request({ host: 'example.com', port: 8080, path: '/p', method: 'post', auth: 'u:p', headers: { 'X-A': '1', 'x-list': ['a', 'b'] } });
r.on('error', () => {}); r.setHeader('X-B', 5); r.removeHeader('x-a');
const out = [r.getHeaders(), r.getHeaderNames(), r.getHeader('X-b'), r.hasHeader('x-A'), r.method, r.path, r.host, r.protocol, r.headersSent, r.aborted, r.getRawHeaderNames()];
r.destroy(); return out;
