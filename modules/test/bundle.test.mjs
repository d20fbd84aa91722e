// The bundles against the packages they were made from, both in Node.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as uuid from 'uuid';
import { LICENCES } from '../lib/licences.mjs';
import { readPreload } from '../lib/preload.mjs';
import { DIST, ROOT, load, manifest, published } from './load.mjs';

const preload = (await readPreload(ROOT)).map(({ name }) => name);
const dependencies = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).dependencies;

// The package in Node: by require, or as a namespace where it is an ES module only.
async function publishedMain(name) {
  try {
    return published(name);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM' && error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    return import(name);
  }
}

// Sloppy functions have own `caller` and `arguments` in V8, strict ones do not; a namespace has a tag.
const keysOf = (value) =>
  Reflect.ownKeys(value).filter((key) => !['caller', 'arguments', '__esModule', Symbol.toStringTag].includes(key));

function sameShape(actual, expected, where) {
  assert.equal(typeof actual, typeof expected, where);
  if (typeof expected !== 'function') return;
  assert.equal(actual.name, expected.name, where);
  assert.equal(actual.length, expected.length, where);
}

function sameExports(actual, expected, where) {
  sameShape(actual, expected, where);
  // Three files of crypto-js export nothing at all.
  if (expected === undefined) return;
  assert.deepEqual(keysOf(actual).map(String).sort(), keysOf(expected).map(String).sort(), where);
  for (const key of keysOf(expected)) sameShape(actual[key], expected[key], `${where}.${String(key)}`);
}

test('the manifest lists the preloaded modules in their order, with the versions of package.json', () => {
  assert.deepEqual(manifest.modules.map(({ name }) => name), preload);
  for (const { name, version } of manifest.modules) assert.equal(version, dependencies[name]);
});

test('the manifest fits the files, and there are no others', () => {
  const described = [manifest.runtime, ...manifest.modules, ...manifest.modules.flatMap(({ lazy }) => lazy ?? [])];
  described.push(...described.flatMap(({ bytecode }) => bytecode ?? []));
  for (const { file, size, sha256 } of described) {
    const content = readFileSync(join(DIST, file));
    assert.equal(content.length, size, file);
    assert.equal(createHash('sha256').update(content).digest('hex'), sha256, file);
  }
  // What erases types has a folder, and a manifest, of its own: typescript.test.mjs.
  const files = [...described.map(({ file }) => file), LICENCES, 'manifest.json', 'typescript'];
  assert.deepEqual(readdirSync(DIST).sort(), files.sort());
});

test('the licence of every package that was bundled goes along, with its text', () => {
  const text = readFileSync(join(DIST, LICENCES), 'utf8');
  for (const { name, version } of manifest.modules) assert.ok(text.includes(`${name} ${version} (`), name);
  for (const name of ['undici', 'whatwg-url']) assert.match(text, new RegExp(`^${name} \\d`, 'm'));
  assert.equal(text.split(/^-{80}$/m).length, new Set(text.match(/^(@[\w-]+\/)?[\w.-]+ \d+\.\d+\.\d+\S* \(.*\)$/gm)).size);
});

test('bundling twice gives the same bytes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    execFileSync(process.execPath, [join(ROOT, 'bundle.mjs'), join(directory, 'dist')], { stdio: 'pipe' });
    // Bytecode is added afterwards, by the engine (executor/isolate/compile_bundles.py).
    const sources = JSON.parse(JSON.stringify(manifest, (key, value) => (key === 'bytecode' ? undefined : value)));
    assert.deepEqual(JSON.parse(readFileSync(join(directory, 'dist', 'manifest.json'), 'utf8')), sources);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('all but pinyin is ASCII, which the engine keeps in half the memory', () => {
  for (const { name, file } of manifest.modules) {
    if (name !== 'pinyin') assert.match(readFileSync(join(DIST, file), 'latin1'), /^[\x00-\x7f]*$/, name);
  }
});

for (const name of preload) {
  test(`${name}: the main export has the keys, types and function names of the package`, async () => {
    const { main, require } = load(name);
    sameExports(main, await publishedMain(name), name);
    assert.deepEqual(require(`${name}/package.json`), { name, version: dependencies[name] });
    assert.throws(() => require(`${name}/no such path`), { code: 'MODULE_NOT_FOUND' });
  });
}

// Paths that the packages share between main and file: what the file of the path gives, main must hold.
function subpathsLikePublished(name, paths) {
  const { require } = load(name);
  for (const path of paths) sameExports(require(`${name}/${path}`), published(`${name}/${path}`), `${name}/${path}`);
}

const filesIn = (...parts) =>
  readdirSync(join(ROOT, 'node_modules', ...parts))
    .filter((file) => file.endsWith('.js') && !file.startsWith('_'))
    .map((file) => file.slice(0, -'.js'.length));

test('lodash: every public file is a sub-path, and the same function as in main', () => {
  const { main, require, paths } = load('lodash');
  assert.deepEqual(filesIn('lodash').filter((file) => !paths.includes(file)), []);
  assert.equal(typeof require('lodash/wrapperAt'), 'function');
  for (const path of Object.keys(published('lodash'))) {
    if (paths.includes(path)) assert.equal(require(`lodash/${path}`), main[path], path);
  }
  assert.equal(require('lodash/get')({ a: [{ b: 1 }] }, 'a[0].b'), 1);
  assert.equal(require('lodash/core'), main);
  assert.equal(require('lodash/array').chunk, main.chunk);
  for (const category of ['array', 'collection', 'date', 'function', 'lang', 'math', 'number', 'object', 'string', 'util']) {
    assert.deepEqual(Object.keys(require(`lodash/${category}`)), Object.keys(published(`lodash/${category}`)), category);
  }
});

test('lodash/fp and its paths', () => {
  const { require, main } = load('lodash');
  const fp = require('lodash/fp');
  assert.deepEqual(Object.keys(fp).sort(), Object.keys(published('lodash/fp')).sort());
  assert.notEqual(fp.map, main.map);
  assert.deepEqual(fp.flow(fp.map('a'), fp.sortBy(fp.identity), fp.join('-'))([{ a: 2 }, { a: 1 }]), '1-2');
  assert.deepEqual(fp.set('a.b', 1, { c: 2 }), { a: { b: 1 }, c: 2 });
  assert.equal(require('lodash/fp/get')('a.b', { a: { b: 5 } }), 5);
});

test('lodash/fp: every public file is a function of its own, as published, and converts that of main', () => {
  const { require, paths } = load('lodash');
  assert.deepEqual(filesIn('lodash', 'fp').filter((file) => !paths.includes(`fp/${file}`)), []);
  for (const path of paths.filter((each) => each.startsWith('fp/'))) {
    const [here, there] = [require(`lodash/${path}`), published(`lodash/${path}`)];
    assert.deepEqual([typeof here, Object.keys(here)], [typeof there, Object.keys(there)], path);
  }
  const placeholder = require('lodash/fp/placeholder');
  assert.notEqual(require('lodash/fp/get'), require('lodash/fp').get);
  assert.equal(require('lodash/fp/get').placeholder, placeholder);
  assert.equal(require('lodash/fp/divide')(placeholder, 2)(10), 5);
});

test('lodash asks util.types what an object is', () => {
  const { main } = load('lodash');
  assert.equal(main.isMap(new Map()), true);
  assert.equal(main.isMap(Object.create(Map.prototype)), false);
  assert.equal(main.isSet({ [Symbol.toStringTag]: 'Set' }), false);
  assert.equal(main.isTypedArray(new BigInt64Array(1)), true);
});

test('crypto-js: every file is a sub-path, and part of the one CryptoJS', () => {
  const { main, require, paths } = load('crypto-js');
  assert.deepEqual(filesIn('crypto-js').filter((file) => !paths.includes(file)), []);
  subpathsLikePublished('crypto-js', filesIn('crypto-js'));
  assert.equal(require('crypto-js/sha256'), main.SHA256);
  assert.equal(require('crypto-js/core'), main);
  assert.equal(require('crypto-js/enc-hex'), main.enc.Hex);
  assert.equal(
    require('crypto-js/hmac-sha256')('text', 'key').toString(require('crypto-js/enc-base64')),
    published('crypto-js').HmacSHA256('text', 'key').toString(published('crypto-js').enc.Base64),
  );
  const sealed = main.AES.encrypt('secret', 'pass').toString();
  assert.equal(published('crypto-js').AES.decrypt(sealed, 'pass').toString(published('crypto-js').enc.Utf8), 'secret');
});

const dateFnsPaths = Object.keys(published('date-fns/package.json').exports)
  .map((key) => key.slice(2))
  .filter((path) => path !== '' && path !== 'package.json');

test('date-fns: every path of its exports map', () => {
  const { paths } = load('date-fns');
  assert.deepEqual(dateFnsPaths.filter((path) => !paths.includes(path)), []);
  subpathsLikePublished('date-fns', dateFnsPaths);
  assert.deepEqual({ ...load('date-fns').require('date-fns/constants') }, { ...published('date-fns/constants') });
});

test('date-fns: the paths hold the functions of main', () => {
  const { main, require } = load('date-fns');
  assert.equal(require('date-fns/addDays').addDays, main.addDays);
  const fp = require('date-fns/fp');
  assert.equal(require('date-fns/fp/addDays').addDays, fp.addDays);
  assert.deepEqual(fp.addDays(3)(new Date(0)), main.addDays(new Date(0), 3));
});

test('date-fns: every locale formats as the published one', () => {
  const [ours, theirs] = [load('date-fns'), published('date-fns')];
  const [date, base] = [new Date(2024, 1, 29, 13, 5, 9), new Date(2024, 2, 4)];
  const shown = ({ format, formatDistance, formatRelative }, locale) => [
    format(date, "PPPPpppp do EEEE MMMM b 'x' qqqq G", { locale }),
    formatDistance(date, base, { locale, addSuffix: true }),
    formatRelative(date, base, { locale }),
  ];
  const locales = published('date-fns/locale');
  for (const path of dateFnsPaths.filter((path) => path.startsWith('locale/'))) {
    const [[key, expected]] = Object.entries(published(`date-fns/${path}`));
    const actual = ours.require(`date-fns/${path}`)[key];
    assert.deepEqual(shown(ours.main, actual), shown(theirs, expected), path);
    assert.equal(ours.require('date-fns/locale')[key], actual, path);
  }
  assert.deepEqual(Object.keys(ours.require('date-fns/locale')).sort(), Object.keys(locales).sort());
});

test('date-fns: options set once hold for main, paths and fp', () => {
  const { main, require } = load('date-fns');
  require('date-fns/setDefaultOptions').setDefaultOptions({ weekStartsOn: 1 });
  const monday = main.startOfWeek(new Date(2024, 4, 15));
  assert.equal(monday.getDay(), 1);
  assert.deepEqual(require('date-fns/fp').startOfWeek(new Date(2024, 4, 15)), monday);
});

test('axios: instances, request transforms and errors, without a network', async () => {
  const { main: axios } = load('axios');
  assert.equal(axios.default, axios);
  const request = { baseURL: 'https://example.test/x', url: '/a', params: { b: [1, '中'], c: new Date(0), d: null } };
  assert.equal(axios.getUri(request), published('axios').getUri(request));
  const client = axios.create({
    baseURL: 'https://example.test/api/',
    adapter: async (config) => ({ data: '{"ok":true}', status: 200, statusText: '', headers: {}, config }),
  });
  const { data, config } = await client.post('orders', { a: 1 });
  assert.deepEqual([data, config.data, config.headers.get('Content-Type')], [{ ok: true }, '{"a":1}', 'application/json']);
  const failing = axios.get('/', { adapter: async () => { throw new axios.AxiosError('no', 'ECODE'); } });
  await assert.rejects(failing, (error) => axios.isAxiosError(error) && error.constructor.name === 'AxiosError');
});

test('qs: the documented corners, as published', () => {
  const [{ main: ours, require }, theirs] = [load('qs'), published('qs')];
  for (const text of ['a[b][]=1&a[b][]=2', 'a=%E4%B8%AD&b', '?x[0]=1;y=2', 'a.b=c']) {
    for (const options of [{}, { ignoreQueryPrefix: true, allowDots: true }, { depth: 0, delimiter: ';' }]) {
      assert.deepEqual(ours.parse(text, options), theirs.parse(text, options));
    }
  }
  for (const arrayFormat of ['indices', 'brackets', 'repeat', 'comma']) {
    const value = { a: [1, { b: '中' }], d: new Date(0), n: null };
    assert.equal(ours.stringify(value, { arrayFormat }), theirs.stringify(value, { arrayFormat }));
  }
  subpathsLikePublished('qs', ['lib/formats', 'lib/parse', 'lib/stringify', 'lib/utils', 'lib/index']);
  assert.equal(require('qs/lib/parse'), ours.parse);
});

test('uuid: names and values as published', () => {
  const { main: ours } = load('uuid');
  for (const version of ['v3', 'v5']) {
    assert.equal(ours[version]('中文 name', ours.v5.DNS), uuid[version]('中文 name', uuid.v5.DNS));
  }
  const random = Uint8Array.from({ length: 16 }, (_, i) => i);
  for (const version of ['v4', 'v7', 'v1']) {
    const options = { random, rng: () => random, msecs: 1e12, nsecs: 5, seq: 3, clockseq: 7, node: [1, 2, 3, 4, 5, 6] };
    assert.equal(ours[version](options), uuid[version](options), version);
  }
  assert.deepEqual(ours.parse(uuid.NIL), uuid.parse(uuid.NIL));
  assert.notEqual(ours.v4(), ours.v4());
});

// What the zygote forbids: a value drawn at load would be every isolate's.
test('no module draws randomness while it loads', (context) => {
  const drawn = () => { throw new Error('randomness drawn at load'); };
  context.mock.method(Math, 'random', drawn);
  context.mock.method(globalThis.crypto, 'getRandomValues', drawn);
  for (const name of preload) load(name);
});
