// a deep difference of two objects, by transform and isEqual
const _ = require('lodash');
const diff=(a,b)=>_.transform(b,(r,v,k)=>{if(!_.isEqual(v,a[k])) r[k]=_.isObject(v)&&_.isObject(a[k])?diff(a[k],v):v}); const flat=(o,p='')=>_.reduce(o,(r,v,k)=>_.isPlainObject(v)?_.assign(r,flat(v,p+k+'.')):_.set(r,[p+k],v),{}); return [diff({a:1,b:{c:[1,2],d:5}},{a:1,b:{c:[1,3],d:5,e:6},f:{}}), flat({a:{b:{c:1}},d:[1,{e:2}]}), _.mapValues(flat({x:{y:1}}),String), _.differenceWith(_.toPairs({a:1,b:3}),_.toPairs({a:1,b:2}),_.isEqual)];
