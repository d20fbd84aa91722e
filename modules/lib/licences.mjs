// The licences of what went into the bundles: whoever hands the bundles on has to hand these on with them.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const TEXT = /^(licen[cs]e|copying|notice)/i;

export const LICENCES = 'licences.txt';

// The packages that esbuild's metafile names, as folders relative to `root`.
export function packagesIn(metafile) {
  const folders = Object.keys(metafile.inputs).map((path) => FOLDER.exec(path.replace(/^\(?[a-z-]+\)?:/, ''))?.[1]);
  return folders.filter(Boolean);
}

// Name, version, licence and text of each, in the order of the names.
export async function licencesOf(root, folders) {
  const parts = await Promise.all([...new Set(folders)].map(async (folder) => {
    const directory = join(root, folder);
    const { name, version, license } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
    const files = (await readdir(directory)).filter((file) => TEXT.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
    const text = texts.map((each) => each.trim()).join('\n\n') || `No text in the package; its licence is ${license}.`;
    return { name, section: `${name} ${version} (${license})\n\n${text}\n` };
  }));
  parts.sort((one, other) => (one.name < other.name ? -1 : 1));
  return parts.map(({ section }) => section).join(`\n${'-'.repeat(80)}\n\n`);
}
