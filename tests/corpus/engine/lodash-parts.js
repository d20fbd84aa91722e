// the bundled lodash tells kinds by Symbol.toStringTag, where Node's asks util.types; lodash/fp/placeholder is that of lodash/fp
const _ = require('lodash');
const fake = (tag) => ({ [Symbol.toStringTag]: tag });
return { inherited: _.isMap(Object.create(Map.prototype)), tagged: [_.isMap(fake('Map')), _.isSet(fake('Set')), _.isDate(fake('Date')), _.isRegExp(fake('RegExp'))],
  bigints: [_.isTypedArray(new BigInt64Array(1)), _.isEqual(BigInt64Array.of(1n), BigInt64Array.of(1n)), _.isEmpty(new BigUint64Array(0))],
  internal: (() => { try { return typeof require('lodash/fp/_util'); } catch (e) { return e.code; } })(),
  placeholder: typeof require('lodash/fp/placeholder'), used: require('lodash/fp/divide')(require('lodash/fp/placeholder'), 2)(10) };
