// sortBy is stable; orderBy with several directions; mixed kinds, undefined and NaN
const _ = require('lodash');
const l=[{n:'b',a:48},{n:'f',a:36},{n:'b',a:40},{n:'f',a:34}]; return [_.sortBy(l,'n'), _.sortBy(l,['n','a']), _.sortBy(l,o=>-o.a), _.orderBy(l,['n','a'],['asc','desc']), _.orderBy(l,['a'],['desc']), _.orderBy(l,'a',(['desc'])), _.sortBy([3,undefined,1,null,NaN,2,'x','1']).map(String), _.sortBy(['B','a','C']), _.sortBy({b:2,a:1}), _.orderBy([{d:new Date(5)},{d:new Date(1)}],'d').map(o=>+o.d), _.sortBy([{a:{b:2}},{a:{b:1}}],'a.b')];
