// AxiosHeaders: get with parsers, has and delete with matchers, set with rewrite rules
const { AxiosHeaders } = require('axios');
const h = new AxiosHeaders({ 'Content-Type': 'text/html; charset=utf-8; boundary="x y"', 'X-One': '1', 'x-two': '2', 'X-Three': ['a', 'b'] });
const seen = [h.get('content-type', true), h.get('Content-Type', /charset=([^;]+)/)?.[1], h.get('x-one', (v, name) => `${name}:${v}`), h.has('X-ONE'), h.has('x-one', '2'), h.has('x-one', /1/), h.has('x-two', (v) => v > 1)];
h.set('x-one', 'new', false).set('x-four', '4', false).set({ 'X-Two': 'second', 'x-five': 5 }).set('x-two', null).set('X-Six', undefined).set('x-seven', false);
const one = h.delete(['X-THREE', 'none']); const cleared = h.clear(/^x-f/i);
return { seen, json: h.toJSON(), asStrings: h.toJSON(true), one, cleared, text: h.toString(), entries: [...h], concat: AxiosHeaders.concat(h, { a: 1 }, 'b: 2\nc: 3').toJSON(), from: AxiosHeaders.from('A: 1\r\nB: x:y\r\nSet-Cookie: p\r\nset-cookie: q\r\nA: 2').toJSON(), normal: new AxiosHeaders({ 'x-abc': 1, 'X-ABC': 2, 'content-type': 'a' }).normalize(true).toJSON(), cookies: AxiosHeaders.from({ 'set-cookie': ['a', 'b'] }).getSetCookie(), tag: Object.prototype.toString.call(h) };
