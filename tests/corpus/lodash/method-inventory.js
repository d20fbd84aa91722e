// the methods that there are, with their lengths
const _ = require('lodash');
return Object.keys(_).sort().filter(k=>typeof _[k]==='function').map(k=>k+':'+_[k].length);
