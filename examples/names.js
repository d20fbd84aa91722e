// Sorts names by their pinyin, and prints how many there were: the first block of the README.
const { pinyin } = require('pinyin');
const _ = require('lodash');
console.log('%d names', input.length);
return _.sortBy(input.map((name) => ({ name, key: pinyin(name, { style: 'normal' }).flat().join(' ') })), 'key');
