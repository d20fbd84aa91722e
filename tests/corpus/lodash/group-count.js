// groupBy, countBy, keyBy, partition with every shorthand
const _ = require('lodash');
const l=[{n:'a',t:'x',v:1},{n:'b',t:'y',v:2},{n:'c',t:'x',v:3}]; return [_.groupBy(l,'t'), _.groupBy([6.1,4.2,6.3],Math.floor), _.groupBy(['one','two','three'],'length'), _.countBy(l,'t'), _.keyBy(l,'n'), _.keyBy(l,o=>String.fromCharCode(o.v+96)), _.partition(l,{t:'x'}), _.partition(l,['v',2]), _.partition(l,'v'), _.groupBy(null), _.groupBy({a:1,b:1})];
