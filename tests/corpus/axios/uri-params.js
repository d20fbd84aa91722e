// getUri with params of every kind
const axios = require('axios');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const i=axios.create({baseURL:'https://api.example.com/v1/'}); return [i.getUri({url:'/users',params:{a:1,b:[1,2],c:{d:1},e:null,f:undefined,g:new Date(0),h:'x y&z',i:true}}), i.getUri({url:'https://other.example/x?y=1#z',params:{q:1}}), i.getUri({url:'x',params:new URLSearchParams('a=1&b=2')}), i.getUri({url:'x',params:{a:[1,2]},paramsSerializer:{indexes:null}}), i.getUri({url:'x',params:{a:[1,2]},paramsSerializer:{indexes:true}}), i.getUri({url:'x',params:{a:1},paramsSerializer:{serialize:p=>'custom='+p.a}}), i.getUri({url:'x',params:{'a[b]':':$,+ '}}), axios.getUri({url:'/p',params:{s:'ü'}}), i.getUri({url:'',params:{}})];
