// Makes .tools/peers/modules/TARGET/NAME.js: one CommonJS file for each preloaded module, from the packages that the
// executor bundles, for engines that have no npm of their own (dukpy, goja, isolated-vm); and names.json, their names in
// loading order, which every peer reads.
//
//   node bench/peers/modules.mjs OUTPUT

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'modules');
const { build } = createRequire(join(MODULES, 'package.json'))('esbuild');
const { packPinyin } = await import(join(MODULES, 'lib', 'pinyin.mjs'));
const { readPreload } = await import(join(MODULES, 'lib', 'preload.mjs'));

// es2022 as the executor's own bundles. goja knows most of it, but not all of its regular expressions and classes.
const TARGETS = ['es2022', 'es2015'];

// The builds for browsers are the ones that need nothing of Node. Identifiers are minified too, which the executor's
// bundles are not: whoever parses this for each call wants it small.
const OPTIONS = {
  bundle: true,
  write: false,
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  logLevel: 'error',
  platform: 'browser',
  mainFields: ['browser', 'main', 'module'],
  conditions: ['browser', 'default'],
  absWorkingDir: MODULES,
};
const EXCEPTIONS = {
  // As published its tables take 850 ms to evaluate in QuickJS. Whoever builds an interpreter for each call packs them.
  pinyin: {
    mainFields: ['main'],
    external: ['nodejieba', '@node-rs/jieba', 'segmentit'],
    plugins: [packPinyin],
    charset: 'utf8',
  },
};

async function bundle(name, target) {
  const contents = `module.exports = require(${JSON.stringify(name)});`;
  const stdin = { contents, resolveDir: MODULES, loader: 'js' };
  const result = await build({ ...OPTIONS, stdin, target, ...EXCEPTIONS[name] });
  return result.outputFiles[0].text;
}

async function main(output) {
  const names = (await readPreload(MODULES)).map(({ name }) => name);
  const fresh = `${output}.new`;
  await rm(fresh, { recursive: true, force: true });
  for (const target of TARGETS) {
    await Promise.all(names.map(async (name) => {
      const file = join(fresh, target, `${name}.js`);
      // A scoped name has a folder in it.
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, await bundle(name, target));
    }));
    await writeFile(join(fresh, target, 'names.json'), JSON.stringify(names));
  }
  await rm(output, { recursive: true, force: true });
  await rename(fresh, output);
}

await main(resolve(process.argv[2]));
