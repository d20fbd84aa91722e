// Packs pinyin's tables at bundle time.
//
// As published, pinyin 4.0.0 keeps 41,000 readings, 41,000 phrases and a whole segmenter's dictionary as object
// literals: 7.4 MB of source, 850 ms to evaluate and some 300,000 heap objects, which every garbage collection walks
// and every fork maps. Packed, the same tables are six strings, and a look-up slices them. The package's own code is
// left as it is but for the table accesses; test/pinyin.test.mjs compares the two over the whole dictionary.
//
// The published file is cut at fixed places. Each must be found exactly once, so another version of the package cannot
// be half-packed: the bundling stops.

import { readFile } from 'node:fs/promises';

const DICT = 'const dict = {};\n';
const PHRASES_END = '\n};\n\nfunction _classCallCheck(';
const SEGMENT_END = '\n}\n\n// 拼音风格枚举';

function place(text, mark) {
  const at = text.indexOf(mark);
  if (at === -1 || text.indexOf(mark, at + 1) !== -1) {
    throw new Error(`pinyin: "${mark.trim()}" is not there exactly once; lib/pinyin.mjs was written for version 4.0.0`);
  }
  return at;
}

function replaceAll(text, from, to, times) {
  const parts = text.split(from);
  if (parts.length !== times + 1) throw new Error(`pinyin: "${from}" is there ${parts.length - 1} times, not ${times}`);
  return parts.join(to);
}

// The file mixes line ends; outside of strings they mean the same.
const unixLines = (text) => text.replaceAll('\r\n', '\n');

// The tables as objects: {dict, phrases}.
export function readTables(text) {
  text = unixLines(text);
  const source = text.slice(place(text, DICT), place(text, PHRASES_END) + 4);
  return new Function(`${source}; return { dict, phrases: phrases_dict }`)();
}

// Each distinct reading text ("líng" or "líng,xīng") becomes one code unit: its number in a table. The numbers start
// above the control characters, which separate records; the first one stands for "none".
const NONE = 0x20;

function readingTable() {
  const numbers = new Map();
  return {
    unit(reading) {
      if (!numbers.has(reading)) numbers.set(reading, NONE + 1 + numbers.size);
      return String.fromCharCode(numbers.get(reading));
    },
    // TEXTS: all readings, one after the other. STARTS: where each begins, and the end.
    packed() {
      let texts = '';
      let starts = '';
      for (const reading of numbers.keys()) {
        starts += String.fromCharCode(texts.length);
        texts += reading;
      }
      if (texts.length >= 0xd800) throw new Error('pinyin: the readings do not fit into one unit per offset');
      return { texts, starts: starts + String.fromCharCode(texts.length) };
    },
  };
}

// Characters are looked up by charCodeAt, so entries beyond 16 bits can never be found; they are left out.
const FIRST_CODE = 0x3000;

// One unit for each code from FIRST_CODE: the reading's number.
function packCharacters(dict, unit) {
  const units = [];
  for (const [code, reading] of Object.entries(dict)) {
    if (+code > 0xffff) continue;
    if (+code < FIRST_CODE) throw new Error(`pinyin: character ${code} is below ${FIRST_CODE}`);
    units[code - FIRST_CODE] = unit(reading);
  }
  return Array.from(units, (reading) => reading ?? String.fromCharCode(NONE)).join('');
}

// PHRASES: for each phrase "\nphrase\t" and one unit per reading, those with the same first character together.
// FIRSTS: the first characters, sorted. OFFSETS: where each one's phrases begin, and the end; two units of 15 bits
// each (16 would make lone surrogates, which no encoding can hold).
function packPhrases(phrases, unit) {
  const byFirst = new Map();
  for (const [phrase, readings] of Object.entries(phrases)) {
    const units = readings.map((alternatives) => unit(alternatives.join(','))).join('');
    if (/[\n\t]/.test(phrase)) throw new Error(`pinyin: the phrase ${phrase} has a separator in it`);
    byFirst.set(phrase[0], `${byFirst.get(phrase[0]) ?? ''}\n${phrase}\t${units}`);
  }
  const firsts = [...byFirst.keys()].sort((a, b) => a.charCodeAt(0) - b.charCodeAt(0));
  let offsets = '';
  let packed = '';
  const addOffset = () => { offsets += String.fromCharCode(packed.length >>> 15, packed.length & 0x7fff); };
  for (const first of firsts) {
    addOffset();
    packed += byFirst.get(first);
  }
  addOffset();
  return { firsts: firsts.join(''), offsets, packed: packed + '\n' };
}

// What stands in place of the tables.
const LOOKUPS = `
function readingAt(unit) {
  const at = unit - ${NONE + 1};
  return TEXTS.slice(STARTS.charCodeAt(at), STARTS.charCodeAt(at + 1));
}
function readingsOf(code) {
  const unit = CHARACTERS.charCodeAt(code - ${FIRST_CODE});
  // NaN outside the table.
  return unit > ${NONE} ? readingAt(unit) : undefined;
}
function offsetAt(i) {
  return OFFSETS.charCodeAt(2 * i) * 32768 + OFFSETS.charCodeAt(2 * i + 1);
}
function phraseReadings(phrase) {
  phrase = String(phrase);
  const code = phrase.charCodeAt(0);
  let low = 0;
  let high = FIRSTS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (FIRSTS.charCodeAt(middle) < code) low = middle + 1;
    else high = middle;
  }
  if (FIRSTS.charCodeAt(low) !== code || phrase.includes('\\n') || phrase.includes('\\t')) return undefined;
  const records = PHRASES.slice(offsetAt(low), offsetAt(low + 1) + 1);
  const at = records.indexOf('\\n' + phrase + '\\t');
  if (at === -1) return undefined;
  const readings = [];
  for (let i = at + phrase.length + 2; records[i] !== '\\n'; i++) {
    readings.push(readingAt(records.charCodeAt(i)).split(','));
  }
  return readings;
}
`;

// Source with the data as strings, and the look-ups.
export function packedSource({ dict, phrases }) {
  const table = readingTable();
  const packedPhrases = packPhrases(phrases, table.unit);
  const characters = packCharacters(dict, table.unit);
  const readings = table.packed();
  const constants = {
    TEXTS: readings.texts,
    STARTS: readings.starts,
    CHARACTERS: characters,
    FIRSTS: packedPhrases.firsts,
    OFFSETS: packedPhrases.offsets,
    PHRASES: packedPhrases.packed,
  };
  const declarations = Object.entries(constants).map(([name, text]) => `const ${name} = ${JSON.stringify(text)};`);
  return declarations.join('\n') + LOOKUPS;
}

export function pack(text) {
  text = unixLines(text);
  const tables = readTables(text);
  const head = text.slice(0, place(text, DICT));
  // The built-in copy of segmentit serves only a base class that the Node build overrides: 3.9 MB that nothing calls.
  const tail = text.slice(place(text, SEGMENT_END) + 2);
  let code = `${head}${packedSource(tables)}\nfunction segment$1(hans) { return [hans]; }${tail}`;
  code = replaceAll(code, 'dict[firstCharCode]', 'readingsOf(firstCharCode)', 2);
  code = replaceAll(code, 'dict[hanCode]', 'readingsOf(hanCode)', 2);
  code = replaceAll(code, 'if (hasKey(phrases_dict, phrases)) {', 'const known = phraseReadings(phrases);\n        if (known !== undefined) {', 1);
  return replaceAll(code, 'phrases_dict[phrases].forEach', 'known.forEach', 1);
}

// esbuild plugin: packs the package's file as it is read.
export const packPinyin = {
  name: 'pack-pinyin',
  setup(build) {
    build.onLoad({ filter: /[\\/]pinyin[\\/]lib[\\/]cjs[\\/]pinyin\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: pack(text), loader: 'js' };
    });
  },
};
