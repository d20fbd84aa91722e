// http: what a request refuses at once
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const http = require('http'); const quiet = (r) => { r.on('error', () => {}); r.destroy(); return 'made'; };
return [attempt(() => quiet(http.request('https://a/'))), attempt(() => quiet(http.request({ host: 'a', path: '/a b' }))), attempt(() => quiet(http.request({ host: 'a', method: 'A B' }))), attempt(() => quiet(http.request({ host: 'a', headers: { 'a b': 1 } }))), attempt(() => quiet(http.request({ host: 'a', headers: { a: 'x\ny' } }))), attempt(() => quiet(http.request({ host: 'a', headers: { a: undefined } }))), attempt(() => http.validateHeaderName('a b')), attempt(() => http.validateHeaderValue('a', 'ä中')), attempt(() => quiet(http.request('nope')))];
