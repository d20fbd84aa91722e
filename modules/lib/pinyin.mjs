// Packs pinyin's tables at bundle time.
//
// As published, pinyin 4.0.0 keeps 41,000 readings, 41,000 phrases and a whole segmenter's dictionary as object
// literals: 7.4 MB of source, 850 ms to evaluate and some 300,000 heap objects, which every garbage collection walks
// and every fork maps. Packed, the same tables are five strings, and a look-up slices them. The package's own code is
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

// Characters are looked up by charCodeAt, so entries beyond 16 bits can never be found; they are left out.
const FIRST_CODE = 0x3000;

// READINGS: all distinct readings, one after the other. INDEX: for each code from FIRST_CODE, two units (start in
// READINGS, length); length 0 where there is none.
function packCharacters(dict) {
  const starts = new Map();
  let readings = '';
  const units = [];
  for (const [code, reading] of Object.entries(dict)) {
    if (+code > 0xffff) continue;
    if (+code < FIRST_CODE) throw new Error(`pinyin: character ${code} is below ${FIRST_CODE}`);
    if (!starts.has(reading)) {
      starts.set(reading, readings.length);
      readings += reading;
    }
    units[2 * (code - FIRST_CODE)] = starts.get(reading);
    units[2 * (code - FIRST_CODE) + 1] = reading.length;
  }
  if (readings.length > 0xffff) throw new Error('pinyin: the readings do not fit into 16-bit offsets');
  let index = '';
  for (let i = 0; i < units.length; i++) index += String.fromCharCode(units[i] ?? 0);
  return { readings, index };
}

// PHRASES: "\nphrase\treading reading,other" for each phrase, those with the same first character together.
// FIRSTS: the first characters, sorted. OFFSETS: where each one's phrases begin, two units (high, low) each, and the end.
function packPhrases(phrases) {
  const byFirst = new Map();
  for (const [phrase, readings] of Object.entries(phrases)) {
    const text = readings.map((alternatives) => alternatives.join(',')).join(' ');
    if (/[\n\t]/.test(phrase + text)) throw new Error(`pinyin: the phrase ${phrase} has a separator in it`);
    const first = phrase[0];
    byFirst.set(first, (byFirst.get(first) ?? '') + `\n${phrase}\t${text}`);
  }
  const firsts = [...byFirst.keys()].sort((a, b) => a.charCodeAt(0) - b.charCodeAt(0));
  let offsets = '';
  let packed = '';
  const addOffset = () => { offsets += String.fromCharCode(packed.length >>> 16, packed.length & 0xffff); };
  for (const first of firsts) {
    addOffset();
    packed += byFirst.get(first);
  }
  addOffset();
  return { firsts: firsts.join(''), offsets, packed: packed + '\n' };
}

// What stands in the package's place of the tables. Uses nothing that a script could have replaced before the call
// except String's own methods, as the package does.
const LOOKUPS = `
function readingsOf(code) {
  const at = 2 * (code - ${FIRST_CODE});
  const length = INDEX.charCodeAt(at + 1);
  // NaN outside the table.
  return length > 0 ? READINGS.substr(INDEX.charCodeAt(at), length) : undefined;
}
function offsetAt(i) {
  return OFFSETS.charCodeAt(2 * i) * 65536 + OFFSETS.charCodeAt(2 * i + 1);
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
  const start = at + phrase.length + 2;
  return records.slice(start, records.indexOf('\\n', start)).split(' ').map((reading) => reading.split(','));
}
`;

// Source with the data as strings, and the look-ups.
export function packedSource({ dict, phrases }) {
  const characters = packCharacters(dict);
  const packedPhrases = packPhrases(phrases);
  const constants = {
    READINGS: characters.readings,
    INDEX: characters.index,
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
