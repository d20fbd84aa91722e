// finding positions: findIndex, indexOf, sortedIndex and their kin
const _ = require('lodash');
const users=[{u:'b',a:false},{u:'f',a:false},{u:'p',a:true}]; return [_.findIndex(users,{u:'f'}), _.findIndex(users,['a',true]), _.findIndex(users,'a'), _.findLastIndex(users,o=>!o.a), _.indexOf([1,2,NaN],NaN), _.indexOf([1,2,1,2],2,2), _.lastIndexOf([1,2,1,2],2), _.sortedIndex([30,50],40), _.sortedIndexBy([{x:4},{x:5}],{x:4},'x'), _.sortedIndexOf([4,5,5,6],5), _.sortedLastIndex([4,5,5,5,6],5), _.sortedUniq([1,1,2]), _.sortedUniqBy([1.1,1.2,2.3],Math.floor)];
