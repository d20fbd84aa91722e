// Sub-paths that preload.json lists, of a package made here: like dayjs it keeps its locales in its main file, and each
// locale and plugin requires the package by its name.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { bundleModule } from '../lib/module.mjs';
import { parsePreload } from '../lib/preload.mjs';
import { evaluated } from './load.mjs';

const FILES = {
  'package.json': JSON.stringify({ name: 'calendar', version: '1.2.3', main: 'calendar.js', license: 'MIT' }),
  'calendar.js': `
    const { months } = require('./months');
    let current = 'en';
    module.exports = (month) => months[current][month - 1];
    module.exports.locale = (name, list) => { if (list) months[name] = list; else if (months[name]) current = name; };
    module.exports.extend = (plugin) => plugin(module.exports);`,
  'months.js': "exports.months = { en: ['January'] };",
  'locale/zh-cn.js': "require('calendar').locale('zh-cn', ['一月']);",
  'locale/de.js': "require('../months').months.de = ['Januar'];",
  'locale/en.js': "module.exports = 'built in';",
  'locale/_template.js': "module.exports = 'of no locale';",
  'locale/zh-cn.d.ts': 'export {};',
  'plugin/upper.js': 'module.exports = (calendar) => { calendar.upper = (month) => calendar(month).toUpperCase(); };',
  'plugin/both.js': "module.exports = [require('./upper'), require('./plain')];",
  'plugin/plain.js': "module.exports = 'of this sub-path alone';",
};

const root = mkdtempSync(join(tmpdir(), 'subpaths-'));
after(() => rmSync(root, { recursive: true }));

function install(name, files) {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, 'node_modules', name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
install('calendar', FILES);

async function bundled(entry) {
  const { content, sources } = await bundleModule(root, parsePreload([entry])[0]);
  return evaluated(parsePreload([entry])[0].name, content, sources);
}

test('a shared locale registers with the main export, once a script asks for it', async () => {
  const { main, require } = await bundled({ name: 'calendar', shared: ['locale/zh-cn', 'plugin/upper'] });
  main.locale('zh-cn');
  assert.equal(main(1), 'January');
  require('calendar/locale/zh-cn');
  main.locale('zh-cn');
  assert.equal(main(1), '一月');
  main.locale('en');
  main.extend(require('calendar/plugin/upper'));
  assert.equal(main.upper(1), 'JANUARY');
});

test('a star is every file of the folder that a script could require', async () => {
  const { paths } = await bundled({ name: 'calendar', shared: ['locale/*'], lazy: ['plugin/plain'] });
  assert.deepEqual(paths, ['locale/de', 'locale/en', 'locale/zh-cn', 'package.json', 'plugin/plain']);
});

test('a lazy sub-path that shares nothing is compiled on demand, and takes what is shared from the bundle', async () => {
  const { require, lazyPaths } = await bundled({ name: 'calendar', shared: ['plugin/upper'], lazy: ['plugin/*'] });
  assert.deepEqual(lazyPaths, ['plugin/both', 'plugin/plain']);
  assert.equal(require('calendar/plugin/both')[0], require('calendar/plugin/upper'));
});

test('a lazy sub-path that requires its own package is refused, with what to write instead', async () => {
  await assert.rejects(bundled({ name: 'calendar', lazy: ['locale/zh-cn'] }), {
    message:
      'cannot bundle calendar: the lazy sub-path calendar/locale/zh-cn would bring a private copy of ' +
      "node_modules/calendar/calendar.js: what it sets there, require('calendar') does not see. Write it under " +
      '"shared" instead of "lazy" in modules/preload.json: {"name":"calendar","shared":["locale/zh-cn"]}',
  });
});

test('so is one that requires another file that the main export has loaded', async () => {
  await assert.rejects(bundled({ name: 'calendar', lazy: ['locale/de'] }), /private copy of node_modules\/calendar\/months\.js/);
});

test('of many such sub-paths the message names the first, how many there are, and their folder', async () => {
  await assert.rejects(
    bundled({ name: 'calendar', lazy: ['locale/*'] }),
    /calendar\/locale\/de \(and 1 more\) .*"shared":\["locale\/de","locale\/zh-cn"\]/,
  );
  for (const name of ['fr', 'it', 'pl']) install('calendar', { [`locale/${name}.js`]: FILES['locale/de.js'] });
  await assert.rejects(
    bundled({ name: 'calendar', lazy: ['locale/*'] }),
    /calendar\/locale\/de \(and 4 more\) .*"shared":\["locale\/\*"\]/,
  );
  rmSync(join(root, 'node_modules/calendar'), { recursive: true });
  install('calendar', FILES);
});

// A package with two builds: the sub-path, an ES module, would get the other one.
test('so is one that would get another build of its own package', async () => {
  install('two-builds', {
    'package.json': JSON.stringify({
      name: 'two-builds',
      version: '1.0.0',
      exports: { '.': { import: './index.mjs', require: './index.cjs' }, './sub': { default: './sub.mjs' } },
    }),
    'index.mjs': 'export const registered = [];',
    'index.cjs': 'exports.registered = [];',
    'sub.mjs': "import { registered } from 'two-builds'; registered.push('sub');",
  });
  await assert.rejects(
    bundled({ name: 'two-builds', lazy: ['sub'] }),
    /two-builds\/sub would bring a private copy of node_modules\/two-builds\/index\.mjs/,
  );
});

for (const [entry, words] of [
  [{ name: 'calendar', shared: ['locale/xx'] }, 'preload.json lists calendar/locale/xx, which the installed calendar does not have'],
  [{ name: 'calendar', lazy: ['zone/*'] }, 'preload.json lists calendar/zone/*, where the installed calendar has nothing'],
  [{ name: 'calendar', lazy: ['*'] }, 'preload.json lists calendar/*; a * must be the whole last part, as in "locale/*"'],
  [{ name: 'calendar', lazy: ['locale/zh*'] }, 'preload.json lists calendar/locale/zh*; a * must be the whole last part'],
  ['no-such-package', 'no-such-package is in preload.json but not installed: npm install --save-exact no-such-package'],
]) {
  test(`${JSON.stringify(entry)} stops the bundling`, async () => {
    await assert.rejects(bundled(entry), ({ message }) => message.includes(words) && message.startsWith('cannot bundle '));
  });
}

for (const [list, words] of [
  [{ name: 'calendar' }, 'it must be a list of modules'],
  [['calendar', 7], '7 is neither a package'],
  [[{ shared: [] }], '{"shared":[]} is neither a package'],
  [[{ name: 'calendar', eager: [] }], 'calendar has eager; it may have name, shared, lazy'],
  [[{ name: 'calendar', lazy: 'locale/*' }], 'the sub-paths of calendar must be a list'],
  [['calendar', { name: 'calendar' }], 'calendar is there twice'],
]) {
  test(`preload.json with ${JSON.stringify(list)} is refused`, () => {
    assert.throws(() => parsePreload(list), ({ message }) => message.startsWith('preload.json: ') && message.includes(words));
  });
}
