// Makes modules/dist from the installed packages: one CommonJS file per preloaded module, the runtime that every
// isolate wakes up in, and a manifest of them all (name, version, size, sha256), written last.
//
//   node modules/bundle.mjs [output directory]

import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackEncodings } from './lib/encodings.mjs';
import { built } from './lib/esbuild.mjs';
import { LICENCES, licencesOf, packagesIn } from './lib/licences.mjs';
import { bundleModule } from './lib/module.mjs';
import { nodeLibrary } from './lib/node.mjs';
import { readPreload } from './lib/preload.mjs';
import { bundleEraser } from './lib/typescript.mjs';
import { undici } from './lib/undici.mjs';

const ROOT = dirname(fileURLToPath(import.meta.url));
const RUNTIME = join(ROOT, '..', 'executor', 'isolate', 'runtime', 'index.js');

function described(file, content) {
  return {
    file,
    size: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  };
}

// The folder of what erases types.
const TYPESCRIPT = 'typescript';

// The module as the manifest has it, and the packages that were put into it.
async function bundledModule(entry) {
  const { name, version, content, sources, packages } = await bundleModule(ROOT, entry);
  const file = name.replace('/', '+');
  const made = { name, version, ...described(`${file}.js`, content) };
  if (Object.keys(sources).length > 0) made.lazy = described(`${file}.lazy.json`, JSON.stringify(sources));
  return { made, packages };
}

// In its builds for browsers @exodus/bytes takes a native TextDecoder for given; those for React Native do without.
const TEXT_FILES = {
  '@exodus/bytes/utf16.js': 'utf16.native.js',
  './fallback/platform.js': 'fallback/platform.native.js',
  './platform.js': 'fallback/platform.native.js',
  './fallback/utf8.auto.js': 'fallback/utf8.auto.native.js',
};
const withoutNativeText = {
  name: 'engine-without-text-decoder',
  setup(build) {
    const directory = join(ROOT, 'node_modules', '@exodus', 'bytes');
    build.onResolve({ filter: /(utf16|platform|utf8\.auto)\.js$/ }, ({ path, importer }) => (
      importer.startsWith(directory) && path in TEXT_FILES ? { path: join(directory, TEXT_FILES[path]) } : undefined
    ));
  },
};

async function bundleRuntime() {
  const plugins = [withoutNativeText, unpackEncodings, undici(dirname(RUNTIME)), nodeLibrary()];
  const { text, metafile } = await built(ROOT, { format: 'esm', entryPoints: [RUNTIME], plugins });
  return { made: described('runtime.js', text), packages: packagesIn(metafile) };
}

// What erases types, for a pool of its own: as its one module, in a runtime that is the other isolates'.
async function bundledEraser() {
  const { name, version, content, metafile } = await bundleEraser(ROOT);
  return { made: { name, version, ...described(join(TYPESCRIPT, `${name}.js`), content) }, packages: packagesIn(metafile) };
}

async function save(directory, made) {
  const { content, ...entry } = made;
  await writeFile(join(directory, made.file), content);
  if (entry.lazy) entry.lazy = await save(directory, entry.lazy);
  return entry;
}

// All files of a manifest are named from its own folder.
async function writeManifest(directory, { runtime, modules }, folder = '') {
  const named = (entry) => ({ ...entry, file: relative(folder, entry.file) });
  const manifest = { runtime: named(runtime), modules: modules.map(named) };
  await writeFile(join(directory, folder, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');
}

function report(modules) {
  for (const { name, version, size, lazy } of modules) {
    const more = lazy ? ` + ${(lazy.size / 1024).toFixed(0)} KiB on demand` : '';
    console.log(`${name.padEnd(12)} ${version.padEnd(8)} ${(size / 1024).toFixed(0).padStart(6)} KiB${more}`);
  }
}

async function main(output) {
  const entries = await readPreload(ROOT);
  const [runtime, eraser, ...modules] = await Promise.all([bundleRuntime(), bundledEraser(), ...entries.map(bundledModule)]);
  const fresh = `${output}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(join(fresh, TYPESCRIPT), { recursive: true });
  const manifest = { runtime: await save(fresh, runtime.made), modules: [] };
  for (const { made } of modules) manifest.modules.push(await save(fresh, made));
  const packages = [runtime, eraser, ...modules].flatMap((each) => each.packages);
  await writeFile(join(fresh, LICENCES), await licencesOf(ROOT, packages));
  await writeManifest(fresh, { ...manifest, modules: [await save(fresh, eraser.made)] }, TYPESCRIPT);
  await writeManifest(fresh, manifest);
  // The directory changes as a whole: a server that starts now sees the old bundles or the new ones.
  await rm(output, { recursive: true, force: true });
  await rename(fresh, output);
  report([...manifest.modules, eraser.made]);
}

try {
  await main(process.argv[2] ?? join(ROOT, 'dist'));
} catch (error) {
  // esbuild's message names the file and what it could not resolve; a stack of ours adds nothing.
  console.error(`modules: ${error.message}`);
  process.exitCode = 1;
}
