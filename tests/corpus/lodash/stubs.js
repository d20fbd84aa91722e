// stubTrue, stubFalse, stubArray, stubObject, stubString, noop
const _ = require('lodash');
const fresh = _.times(2, _.stubArray);
return { values: [_.stubTrue(), _.stubFalse(), _.stubArray(), _.stubObject(), _.stubString(), _.noop(1) === undefined], freshArrays: fresh[0] !== fresh[1], freshObjects: _.stubObject() !== _.stubObject(), asPredicate: _.filter([1, 2], _.stubFalse) };
