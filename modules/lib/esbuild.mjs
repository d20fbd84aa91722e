// How everything is bundled: the options that the preloaded modules and the runtime have in common.

import { join } from 'node:path';
import { build } from 'esbuild';

// White space goes, identifiers stay, and where esbuild has to rename one (AxiosError became _AxiosError) `keepNames`
// restores it: `fn.name` is what it is in Node, and a stack frame inside a module can be read.
// ASCII output: the engine keeps a string with one wider character in twice the memory.
const COMMON = {
  bundle: true,
  write: false,
  target: 'es2022',
  charset: 'ascii',
  // Their texts are in licences.txt.
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
  minifyWhitespace: true,
  minifySyntax: true,
  keepNames: true,
};

// The builds for browsers are the ones that need nothing of Node: crypto-js and uuid with the global `crypto`.
const PLATFORM = { platform: 'browser', mainFields: ['browser', 'main', 'module'], conditions: ['browser', 'default'] };

// esbuild's own function for `keepNames` defines a property wherever one runs that makes functions, and a script may have put
// a `get` on Object.prototype, which every plain descriptor inherits.
const NAMING = /(\b__name=\(target,\w+\)=>__defProp\(target,"name",\{)(?=value)/;

function withOwnDescriptor(text) {
  if (!text.includes('__name=')) return text;
  if (!NAMING.test(text)) throw new Error("esbuild's function __name is not what modules/lib/esbuild.mjs changes");
  return text.replace(NAMING, '$1__proto__:null,');
}

// {text, metafile}: one bundle of what is installed in `root`.
export async function built(root, options) {
  const places = { absWorkingDir: root, nodePaths: [join(root, 'node_modules')] };
  const { outputFiles: [{ text }], metafile } = await build({ ...COMMON, ...PLATFORM, ...places, ...options });
  return { text: withOwnDescriptor(text), metafile };
}

// The same of a piece of CommonJS, which may require what is installed in `root`.
export async function bundled(root, contents, options) {
  return built(root, { format: 'cjs', stdin: { contents, resolveDir: root, loader: 'js' }, ...options });
}
