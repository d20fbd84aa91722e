// path.win32 over many shapes of path
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const path = require('path').win32;
const paths = ['', '.', 'C:', 'C:\\', 'C:a', 'C:/a/b', '\\\\server\\share\\x', '//server/share', 'a\\..\\b', 'a/b\\c', '\\a', '..\\..', 'c:\\file.txt', '\\\\?\\C:\\x', 'C:\\a\\.\\b\\', 'x.tar.gz', '.x', 'con:', 'D:..\\x'];
for (const p of paths) t(p, () => [path.normalize(p), path.dirname(p), path.basename(p), path.extname(p), path.isAbsolute(p), path.parse(p)]);
for (const args of [['C:\\a', 'b'], ['C:', 'b'], ['\\\\s', 'x'], ['a', '..', 'b'], ['C:\\a', 'D:b']]) t(`join ${args}`, () => path.join(...args));
for (const args of [['C:\\a', '..\\b'], ['C:\\', 'D:\\x', 'y'], ['C:\\a', '\\b']]) t(`resolve ${args}`, () => path.resolve(...args));
for (const [a, b] of [['C:\\a\\b', 'C:\\a\\c'], ['C:\\', 'D:\\'], ['C:\\A', 'c:\\a\\x']]) t(`relative ${a} ${b}`, () => path.relative(a, b));
t('format', () => [path.format({ dir: 'C:\\x', base: 'y' }), path.sep, path.delimiter]);
t('bad', () => path.join(5));
return out;
