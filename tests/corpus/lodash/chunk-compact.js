// chunk, compact, difference, drop, fill, head, initial, last
const _ = require('lodash');
return [_.chunk([1,2,3,4,5],2), _.chunk([1],0), _.chunk(null,2), _.compact([0,1,false,2,'',3,NaN,null]), _.difference([2,1,3],[2]), _.differenceBy([2.1,1.2],[2.3],Math.floor), _.differenceWith([{x:1},{x:2}],[{x:1}],_.isEqual), _.drop([1,2,3],2), _.dropRight([1,2,3]), _.dropWhile([1,2,3],n=>n<2), _.dropRightWhile([{a:1},{a:2}],'a'), _.fill(Array(3),2), _.fill([4,6,8],'*',1,2), _.head([]), _.initial([1,2]), _.last([1,2])];
