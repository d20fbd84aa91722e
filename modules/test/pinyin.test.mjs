// Proof that packing changed nothing: the bundled pinyin against the published package, over its whole dictionary.
//
// Every character, and every phrase as one word of a segmented text, is converted in every style, with and without
// heteronyms. The options that only rearrange what those return (group, compact, surname mode, the kinds
// of segment) are compared in full for one style, and in every combination for every 50th phrase.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { test } from 'node:test';
import vm from 'node:vm';
import { readTables } from '../lib/pinyin.mjs';
import { load, manifest, published, source } from './load.mjs';

// The published package asks for segmenters that are not installed at every call, which takes most of its time: Node's
// answer to that, always the same, is kept.
const missing = new Map();
const resolve = Module._resolveFilename;
Module._resolveFilename = (id, ...rest) => {
  if (missing.has(id)) throw missing.get(id);
  try {
    return resolve(id, ...rest);
  } catch (error) {
    missing.set(id, error);
    throw error;
  }
};

const theirs = published('pinyin');
const ours = load('pinyin').main;
const publishedText = readFileSync(published.resolve('pinyin'), 'utf8');
const { dict, phrases } = readTables(publishedText);
const characters = Object.keys(dict).map((code) => String.fromCodePoint(+code));
const words = Object.keys(phrases);
const everyNth = (list, n) => list.filter((_, i) => i % n === 0);

const STYLE_NAMES = ['normal', 'tone', 'tone2', 'to3ne', 'initials', 'first_letter', 'passport'];
const CONSTANTS = Object.keys(theirs.pinyin).filter((key) => key.startsWith('STYLE_'));
const SEGMENTS = [undefined, true, 'Intl.Segmenter', 'segmentit', 'nodejieba', '@node-rs/jieba', 'none of these'];
// Without any segmenter installed, this one returns the text as one word: each phrase is looked up as a whole.
const WHOLE = 'nodejieba';

// One assertion per text: the texts are many, and a failure should name the first.
function same(texts, options) {
  for (const text of texts) {
    const [expected, actual] = [theirs.pinyin(text, options), ours.pinyin(text, options)];
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      assert.deepEqual(actual, expected, `${JSON.stringify(text)} with ${JSON.stringify(options)}`);
    }
  }
}

test('the dictionary is all there', () => {
  assert.equal(characters.length, 41244);
  assert.equal(words.length, 41140);
});

test('the exports are those of the published package', () => {
  assert.deepEqual(Reflect.ownKeys(ours), Reflect.ownKeys(theirs));
  assert.deepEqual(Object.keys(ours.pinyin), Object.keys(theirs.pinyin));
  assert.equal(ours.default, ours.pinyin);
  for (const key of CONSTANTS) assert.equal(ours.pinyin[key], theirs.pinyin[key]);
  assert.deepEqual(Reflect.ownKeys(ours.Pinyin.prototype), Reflect.ownKeys(theirs.Pinyin.prototype));
});

for (const style of STYLE_NAMES) {
  for (const heteronym of [false, true]) {
    test(`every character and phrase, ${style}${heteronym ? ', heteronym' : ''}`, () => {
      same(characters, { style, heteronym });
      same(words, { style, heteronym, segment: WHOLE });
    });
  }
}

test('every phrase, character by character', () => {
  same(words, {});
  same(words, { heteronym: true });
});

test('style constants and their string forms', () => {
  const texts = [...everyNth(characters, 20), ...everyNth(words, 20)];
  const styles = [...CONSTANTS.map((key) => theirs.pinyin[key]), '0', '1', '2', '3', '4', '5', '6', 'TONE2', 'no style'];
  for (const style of styles) same(texts, { style, heteronym: true, segment: WHOLE });
});

test('surname mode over every character, compound surname and phrase', () => {
  same(characters, { mode: 'surname', heteronym: true });
  same(words, { mode: 'surname' });
  same(['欧阳修', '上官婉儿', '单于', '尉迟恭', '曾国藩', '万俟卨', '华佗 and 任盈盈'], { mode: theirs.pinyin.MODE_SURNAME });
});

test('every phrase through the real segmenter of Node, grouped and not', () => {
  same(words, { segment: true });
  same(words, { segment: true, group: true, heteronym: true });
});

test('every combination of options over a sample of phrases and sentences', () => {
  const texts = [
    ...everyNth(words, 50), '', ' ', 'abc', '中文 mixed 文字,123!', '我喜欢朝阳区的朝阳。', '重庆银行行长,长大了', '𠮷野家😀好', '\ud842', '\n\t', '一\n一',
    '一\t', '2024年6月7日', '阿Ｑ', '〇', '不客气地说\0',
  ];
  for (const segment of SEGMENTS)
    for (const group of [false, true])
      for (const compact of [false, true])
        for (const heteronym of [false, true])
          for (const mode of ['normal', 'surname'])
            same(compact ? texts.filter((text) => text.length < 6) : texts, { segment, group, compact, heteronym, mode });
});

test('compare orders neighbours alike', () => {
  const texts = [...everyNth(characters, 7), ...everyNth(words, 7)];
  for (let i = 1; i < texts.length; i++) {
    assert.equal(ours.compare(texts[i - 1], texts[i]), theirs.compare(texts[i - 1], texts[i]), texts[i]);
  }
  assert.deepEqual([...texts].sort(ours.compare), [...texts].sort(theirs.compare));
});

test('what is not text, and names that every object has', () => {
  for (const value of [undefined, null, 12, {}, ['中'], Symbol.iterator]) same([value], {});
  same(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'length'], { segment: WHOLE });
  same(['中'], undefined);
});

test('results do not share state', () => {
  const first = ours.pinyin('中心', { heteronym: true, segment: WHOLE });
  first[0].push('changed');
  assert.deepEqual(ours.pinyin('中心', { heteronym: true, segment: WHOLE }), theirs.pinyin('中心', { heteronym: true, segment: WHOLE }));
});

// The engine has no Intl at all: not `undefined`, undeclared.
test('where there is no Intl, segment degrades as in the published package', () => {
  const [actual, expected] = [source(manifest.modules.find(({ name }) => name === 'pinyin').file), publishedText].map((code) => {
    const context = vm.createContext({ module: { exports: {} }, require: () => { throw new Error('not installed'); } });
    vm.runInContext(`delete globalThis.Intl; (function (exports) {${code}\n})(module.exports)`, context);
    return vm.runInContext('typeof Intl === "undefined" ? module.exports.main ?? module.exports : undefined', context);
  });
  for (const segment of SEGMENTS) {
    for (const text of ['我喜欢朝阳区的朝阳', '中心', 'abc', '重庆, China']) {
      const options = { segment, heteronym: true, group: true };
      assert.equal(JSON.stringify(actual.pinyin(text, options)), JSON.stringify(expected.pinyin(text, options)));
    }
  }
});
