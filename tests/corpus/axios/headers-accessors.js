// AxiosHeaders: accessors of well-known headers and own ones
const { AxiosHeaders } = require('axios');
AxiosHeaders.accessor(['X-Request-Id', 'x-own']);
const h = new AxiosHeaders();
h.setContentType('application/json').setAccept('text/*').setAuthorization('Basic x').setUserAgent('flow').setContentLength(5);
h.setXRequestId('r1'); h.setXOwn(['a', 'b']);
h.setContentType('text/plain', false); h.setAccept('image/*', (value) => value === 'text/*');
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
return { json: h.toJSON(), got: [h.getContentType(), h.getAccept(), h.hasContentLength(), h.getXRequestId(), h.hasXOwn('a,b'), h.getXOwn()], bad: [t(() => h.set('bad name', 'x').toJSON()), t(() => h.set('', 'x').size), t(() => h.set('ok', 'a\nb').get('ok')), t(() => h.set(null)), t(() => h.set('x', 'line\r\nInjected: 1').toString().includes('\r\n'))], names: Object.keys(h), size: [...h].length };
