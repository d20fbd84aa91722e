// Erases the types of a code block in place: what is left of it stands where it stood.
//
// `erase(code)` is the JavaScript as a string, or {message, line, column} of what cannot be erased. Runs in an isolate of its
// own pool (executor/pool/eraser.py), as any script does: whatever it is given costs its own run alone.

import { blankSourceFile } from 'ts-blank-space';
import {
  JSDocParsingMode, ModuleKind, ScriptKind, ScriptTarget, SyntaxKind,
  createSourceFile, forEachChild, getTokenPosOfNode, objectAllocator,
} from 'typescript';

// The block is the body of this function, which stands on a line of its own: its columns are the author's, its lines one less.
const PREFIX = 'async function block(input, require) {\n';
const SUFFIX = '\n}';

const OPTIONS = {
  languageVersion: ScriptTarget.ESNext,
  impliedNodeFormat: ModuleKind.ESNext,
  jsDocParsingMode: JSDocParsingMode.ParseNone,
};

let sourceFile;

// ts-blank-space asks nodes for these; TypeScript gives them to its nodes in a part that is 5 MB away from the parser.
const methods = {
  getStart() { return getTokenPosOfNode(this, sourceFile); },
  getFullStart() { return this.pos; },
  getEnd() { return this.end; },
  getText() { return sourceFile.text.slice(this.getStart(), this.end); },
  getFullText() { return sourceFile.text.slice(this.pos, this.end); },
  forEachChild(visit, visitAll) { return forEachChild(this, visit, visitAll); },
};
for (const kind of ['Node', 'Token', 'Identifier', 'PrivateIdentifier', 'SourceFile']) {
  Object.assign(objectAllocator[`get${kind}Constructor`]().prototype, methods);
}

const MODIFIERS = new Set(['static', 'get', 'set', 'async', 'accessor']);
const CALLED_SO = /\b(?:static|get|set|async|accessor)\s*(?:\/[/*]|[?!:])/;

const ONLY_ERASED = 'only types are erased here';
const WHY = {
  [SyntaxKind.EnumDeclaration]: 'an enum needs code of its own; use an object with `as const`, and a union of its values as the type',
  [SyntaxKind.ModuleDeclaration]: 'a namespace needs code of its own; use an object',
  [SyntaxKind.ImportEqualsDeclaration]: 'an import alias needs code of its own; use `const name = …`, or require()',
  [SyntaxKind.ExportAssignment]: '`export =` needs code of its own; a code block returns its result',
  [SyntaxKind.TypeAssertionExpression]: 'an assertion in angle brackets, `<T>x`, cannot be erased in place; write `x as T`',
  [SyntaxKind.AsExpression]: 'without its `as` this would be computed in another order; put it into parentheses',
  [SyntaxKind.SatisfiesExpression]: 'without its `satisfies` this would be computed in another order; put it into parentheses',
  [SyntaxKind.Decorator]: 'a decorator needs code of its own; call the function instead',
};
const PARAMETER_PROPERTY = 'a parameter property needs code of its own; declare the field, and assign it in the constructor';

const whyNot = (kind) => `TypeScript: ${WHY[kind] ?? PARAMETER_PROPERTY} (${ONLY_ERASED})`;

// The first decorator; undefined where there is none.
function decorator(node) {
  return forEachChild(node, (child) => (child.kind === SyntaxKind.Decorator ? child : decorator(child)));
}

function refusal(code, message, at) {
  // What is missing at the end is missing at the end of the block.
  const offset = Math.max(0, Math.min(at - PREFIX.length, code.length));
  const lines = code.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return { message, line: lines.length, column: lines.at(-1).length + 1 };
}

// The first parameter of a constructor that is `override`, of which ts-blank-space knows nothing.
function overriding(node) {
  return forEachChild(node, (child) => (
    node.kind === SyntaxKind.Parameter && child.kind === SyntaxKind.OverrideKeyword ? child : overriding(child)));
}

function firstProblem() {
  const { text } = sourceFile;
  const [wrong] = sourceFile.parseDiagnostics;
  if (wrong !== undefined) return { message: wrong.messageText, at: wrong.start };
  const found = (text.includes('@') && decorator(sourceFile)) || (text.includes('override') && overriding(sourceFile));
  return found ? { message: whyNot(found.kind), at: found.getStart() } : undefined;
}

// Where a `;` has to stand in place of what is erased: behind fields that are called as what may begin a member, as in
// `static: number` above `y = 1`, which would be the static field y.
function fieldsToEnd(node, ends = []) {
  if (node === sourceFile && !CALLED_SO.test(node.text)) return ends;
  forEachChild(node, (child) => {
    if (child.kind === SyntaxKind.PropertyDeclaration && child.initializer === undefined && MODIFIERS.has(child.name.escapedText)) {
      const sign = child.questionToken ?? child.exclamationToken;
      // In place of the sign, or of the colon before the type.
      if (sign !== undefined) ends.push(sign.end - 1);
      else if (child.type !== undefined) ends.push(child.type.pos - 1);
    }
    fieldsToEnd(child, ends);
  });
  return ends;
}

export function erase(code) {
  // As Node does, and in the same length.
  const text = code.startsWith('#!') ? `//${code.slice(2)}` : code;
  sourceFile = createSourceFile('block.ts', PREFIX + text + SUFFIX, OPTIONS, false, ScriptKind.TS);
  let problem = firstProblem();
  if (problem !== undefined) return refusal(code, problem.message, problem.at);
  const erased = blankSourceFile(sourceFile, (node) => {
    if (problem === undefined || node.getStart() < problem.at) problem = { message: whyNot(node.kind), at: node.getStart() };
  });
  if (problem !== undefined) return refusal(code, problem.message, problem.at);
  return ended(erased, fieldsToEnd(sourceFile)).slice(PREFIX.length, -SUFFIX.length);
}

function ended(erased, ends) {
  let text = erased;
  for (const end of ends) text = `${text.slice(0, end)};${text.slice(end + 1)}`;
  return text;
}

export const main = erase;
