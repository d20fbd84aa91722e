// path over many shapes of path
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const path = require('path');
const paths = ['', '.', '..', '/', '//', 'a', 'a/', '/a', '/a/b', 'a/b/../c', './a//b', '../a', '/..', 'a/./b', 'file.txt', '.bashrc', 'a.tar.gz', 'dir.d/file', 'a.', '/a/b.c/', '...', 'a\\b', 'C:\\x', '/a//b///c.x.y'];
for (const p of paths) t(p, () => [path.normalize(p), path.dirname(p), path.basename(p), path.extname(p), path.isAbsolute(p), path.parse(p), path.resolve('/base', p), path.toNamespacedPath('/' + p)]);
for (const args of [['a', 'b'], ['/a', '../b'], ['', ''], ['a', '', 'c'], ['/a', '/b'], [], ['..', '..', 'x'], ['a/', '/b']]) t(`join ${args}`, () => [path.join(...args), path.resolve('/base', ...args)]);
for (const [a, b] of [['/a/b/c', '/a/b/d'], ['/a', '/a'], ['/a/b', '/'], ['/', '/x/y'], ['a', 'b'], ['/foo/bar', '/foo/barbaz']]) t(`relative ${a} ${b}`, () => path.relative(a, b));
t('basename ext', () => [path.basename('a.txt', '.txt'), path.basename('a.txt', 'a.txt'), path.basename('/x/aa', 'a'), path.basename('.txt', '.txt')]);
for (const o of [{ dir: '/d', base: 'b' }, { root: '/', name: 'n', ext: 'e' }, { root: '/', dir: '/', base: 'x' }, { name: 'n', ext: '.e' }, {}]) t(`format ${JSON.stringify(o)}`, () => path.format(o));
t('bad', () => path.join('a', 5));
t('bad2', () => path.resolve(null));
t('bad3', () => path.format('x'));
t('bad4', () => path.basename('a', 5));
t('sep', () => [path.sep, path.delimiter, path.posix === path, Object.keys(path).sort()]);
t('sub', () => [require('path/posix') === path.posix, require('path/win32') === path.win32, require('node:path') === path]);
t('match', () => typeof path.matchesGlob);
return out;
