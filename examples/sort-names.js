// Sorts Chinese names as a phone book does, under the first letter of their pinyin. For contact lists and staff
// directories. As surnames 单 is read Shàn and 曾 Zēng, as common words dān and céng; so the two fields are read apart.
const { groupBy, mapValues, sortBy, upperFirst } = require('lodash');
const { pinyin } = require('pinyin');

const read = ({ family, given }, style) =>
  [pinyin(family, { style, mode: 'surname' }), pinyin(given, { style })].map((syllables) => syllables.flat().join(''));

const people = input.map((person) => ({
  name: person.family + person.given,
  pinyin: read(person, 'tone').map(upperFirst).join(' '),
  letters: read(person, 'normal').join(' ').toLowerCase(),
  // Tones as digits (zhang1 wei3): they order the names that have the same letters.
  tones: read(person, 'tone2').join(' ').toLowerCase(),
}));

// Plain comparison of ASCII text: localeCompare depends on the machine's language.
const sorted = sortBy(people, ['letters', 'tones', 'name']);
const byLetter = groupBy(sorted, (person) => person.letters[0].toUpperCase());
return mapValues(byLetter, (group) => group.map(({ name, pinyin: reading }) => ({ name, pinyin: reading })));
