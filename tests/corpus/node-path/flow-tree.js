// a tree of files from paths
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const path = require('node:path');
const tree = {};
for (const file of ['src/index.js', './src/lib/a.js', 'src/lib/../lib/b.test.js', '/abs/x.json', 'src\\win.js']) {
  const { dir, base } = path.parse(path.normalize(file));
  let node = tree;
  for (const part of dir.split(path.sep).filter(Boolean)) node = node[part] ??= {};
  node[base] = path.extname(base);
}
return { tree, relative: path.relative('/abs/src/lib', '/abs/test/a'), win: path.win32.basename('src\\win.js') };
