// methods required one by one are those of the whole
const _ = require('lodash');
const names=['get','set','chunk','debounce','cloneDeep','isEqual','sortBy','groupBy','template','merge','camelCase','fp/map','fp/flow','core'].map(n=>'lodash/'+n); return names.map(n=>{try{const f=require(n);return [n,typeof f,f.length]}catch(e){return [n,e.code]}}).concat([[require('lodash/get')({a:[{b:7}]},'a[0].b')]].map(()=>[require('lodash/get')({a:[{b:7}]},'a[0].b')]), [[require('lodash/chunk')([1,2,3],2), require('lodash/fp/map')(x=>x+1)([1])]]);
