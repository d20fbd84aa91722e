// AxiosHeaders: case, setting, getting, concatenation
const axios = require('axios');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const h=new axios.AxiosHeaders({'content-type':'text/plain','X-A':'1'}); h.set('x-b','2').set({'X-C':['a','b'],'x-d':null}); h.set('X-A','3',false); return [h.get('Content-Type'), h.has('x-c'), h.toJSON(), h.get('x-c'), h.normalize().toJSON(), axios.AxiosHeaders.from('A: 1\nB: 2').toJSON(), axios.AxiosHeaders.concat({a:1},{A:2}).toJSON(), h.delete('x-b'), String(new axios.AxiosHeaders({a:'b'})), h.getContentType(), [...new axios.AxiosHeaders({q:'r'})], h.clear(), h.toJSON(), new axios.AxiosHeaders({a:'x=1, y="2"'}).get('a',true), t(()=>new axios.AxiosHeaders().set('bad name','x').toJSON())];
