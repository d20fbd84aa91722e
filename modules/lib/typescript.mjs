// What erases the types of TypeScript: ts-blank-space, and of TypeScript its parser alone.
//
// typescript.js is one function of 9 MB, out of which a bundler can take nothing. So what is in it up to the end of the parser
// is given to the bundler as a module, its table of messages as a variable each: 400 KB are left, the parser with its scanner.
// What the parser's neighbours there ask for of the rest, and parsing never does, is listed: a version that asks for more stops
// the bundling.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { built } from './esbuild.mjs';

const PACKAGE = 'ts-blank-space';
const BEGIN = 'module.exports = __toCommonJS(typescript_exports);\n';
// The first part of the file after the parser.
const END = '// src/compiler/commandLineParser.ts\n';
const MESSAGES = 'var Diagnostics = {\n';

// What ts-blank-space and ../eraser/erase.js use of it.
const NAMES = [
  'JSDocParsingMode', 'LanguageVariant', 'ModuleKind', 'NodeFlags', 'ScriptKind', 'ScriptTarget', 'SyntaxKind', 'createScanner',
  'createSourceFile', 'forEachChild', 'getTokenPosOfNode', 'isBinaryExpression', 'isNamedExports', 'isNamedImports', 'isStatement',
  'objectAllocator',
];

// Of the rest, and not reached: texts for debuggers, options of configuration files, files that are watched, JSON.
const UNREACHED = [
  'CheckMode', 'SignatureCheckMode', 'TypeFacts', 'closeFileWatcherOf', 'convertToJson', 'getFallbackOptions', 'getNodeId',
  'matchesExclude', 'resolveJSModule', 'targetOptionDeclaration', 'visitNode',
];

const DECLARED = /^(?:async function|function|var|let|const|class) ([\w$]+)/gm;
const declaredIn = (text) => new Set([...text.matchAll(DECLARED)].map(([, name]) => name));

// The text between two others, each of which must be there.
function between(text, begin, end) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`typescript.js is not what modules/lib/typescript.mjs reads: no ${JSON.stringify(begin)} … ${JSON.stringify(end)}`);
  return text.slice(from + begin.length, to);
}

// Each message a variable of its own, so that those which nothing says are left out.
function withSingleMessages(text) {
  const table = between(text, MESSAGES, '\n};');
  const messages = `,\n${table};`.replace(/,\n  ([\w$]+): diag\(/g, ';\nvar Diagnostics_$1 = /* @__PURE__ */ diag(');
  return text.replace(`${MESSAGES}${table}\n};`, () => messages).replace(/\bDiagnostics\.([\w$]+)/g, 'Diagnostics_$1');
}

// The parser as an ES module. What it would ask for and does not have throws, under its name.
function parserOf(text) {
  const rest = text.slice(text.indexOf(END));
  const own = between(text, BEGIN, END)
    // Lists of all that a namespace has keep all of that.
    .replace(/^__export\([\w$]+, \{[\s\S]*?^\}\);$/gm, '')
    // Where it finds Node it takes hold of files, and of the profiler.
    .replace(/\bisNodeLikeSystem\(\)(?! \{)/g, 'false');
  const known = declaredIn(own);
  const missing = [...declaredIn(rest)].filter((name) => !known.has(name));
  const stubs = missing.map((name) => `function ${name}() { throw new Error("absent_${name}"); }`);
  const names = NAMES.join(', ');
  return `${withSingleMessages(own)}\n${stubs.join('\n')}\nexport { ${names} };\nexport default { ${names} };`;
}

const parserOnly = {
  name: 'parser-of-typescript',
  setup(build) {
    build.onLoad({ filter: /node_modules\/typescript\/lib\/typescript\.js$/ }, async ({ path }) => (
      { contents: parserOf(await readFile(path, 'utf8')), loader: 'js' }
    ));
  },
};

function refuseMissing(text) {
  const asked = [...text.matchAll(/absent_([\w$]+)/g)].map(([, name]) => name);
  const unknown = asked.filter((name) => !UNREACHED.includes(name));
  if (unknown.length > 0) {
    throw new Error(`the parser of typescript asks for ${unknown.join(', ')}: see whether parsing reaches it (modules/lib/typescript.mjs)`);
  }
}

// {name, version, content, metafile}: what to preload where types are erased, a module of CommonJS.
export async function bundleEraser(root) {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules', PACKAGE, 'package.json'), 'utf8'));
  const { text, metafile } = await built(root, {
    format: 'cjs',
    entryPoints: [join(root, 'eraser', 'erase.js')],
    plugins: [parserOnly],
    // Nobody sees a name or a stack of it.
    keepNames: false,
    minifyIdentifiers: true,
  });
  refuseMissing(text);
  return { name: PACKAGE, version, content: text, metafile };
}
