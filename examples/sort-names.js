// Sorts Chinese names as a phone book does, under the letter of their pinyin. For contact lists and staff directories.
// Read as surnames, 单 is Shàn and 曾 is Zēng; read as common words they would be dān and céng.
const { groupBy, sortBy } = require('lodash');
const { pinyin } = require('pinyin');

const read = (name, style) => pinyin(name, { style, mode: 'surname' }).flat();
const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const people = input.map((name) => {
  const [surname, ...given] = read(name, 'tone');
  return {
    name,
    pinyin: [capitalize(surname), capitalize(given.join(''))].filter(Boolean).join(' '),
    // tone2 writes tones as digits: names that differ only in tone stand in the order of their tones.
    key: read(name, 'normal').join(' ').toLowerCase(),
    tones: read(name, 'tone2').join(' ').toLowerCase(),
  };
});

const sorted = sortBy(people, ['key', 'tones', 'name']);
return groupBy(sorted.map(({ name, pinyin: reading }) => ({ name, pinyin: reading })), (person) => person.pinyin[0]);
