// What erases types, as it is bundled, against the packages that it is made of.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import tsBlankSpace from 'ts-blank-space';
import { DIST, ROOT } from './load.mjs';

const CORPUS = join(ROOT, '..', 'tests', 'typescript');
const manifest = JSON.parse(readFileSync(join(DIST, 'typescript', 'manifest.json'), 'utf8'));
const [bundle] = manifest.modules;
const erase = load(readFileSync(join(DIST, 'typescript', bundle.file), 'utf8'));

function load(source) {
  const module = { exports: {} };
  new Function('module', 'exports', source)(module, module.exports);
  return module.exports.main;
}

const PREFIX = 'async function block(input, require) {\n';
const files = readdirSync(CORPUS).filter((file) => file.endsWith('.ts'));

for (const file of files) {
  const code = readFileSync(join(CORPUS, file), 'utf8');
  test(`${file}: the parser that was cut out erases what the whole of TypeScript does`, () => {
    const whole = tsBlankSpace(`${PREFIX}${code}\n}`);
    assert.equal(erase(code), whole.slice(PREFIX.length, -2));
  });
  test(`${file}: each line is as long as it was, and what is left stands where it stood`, () => {
    const [before, after] = [code, erase(code)];
    assert.equal(after.length, before.length);
    for (let at = 0; at < before.length; at++) {
      // A parenthesis or a semicolon may stand where a type was.
      if (after[at] !== before[at]) assert.match(after[at], /[ ();]/, `at ${at}`);
      assert.equal(after[at] === '\n', before[at] === '\n', `at ${at}`);
    }
  });
}

test('the corpus is there', () => assert.ok(files.length >= 15));

test('its manifest fits the files, and there are no others', () => {
  const own = [bundle, bundle.bytecode];
  const described = [...own, manifest.runtime, manifest.runtime.bytecode];
  for (const { file, sha256 } of described) {
    const content = readFileSync(join(DIST, 'typescript', file));
    assert.equal(createHash('sha256').update(content).digest('hex'), sha256, file);
  }
  assert.deepEqual(readdirSync(join(DIST, 'typescript')).sort(), ['manifest.json', ...own.map(({ file }) => file)].sort());
});

test('its runtime is that of all isolates', () => {
  const shared = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8')).runtime;
  assert.equal(manifest.runtime.sha256, shared.sha256);
});

test('it is the version that is asked for, with the licences of both packages', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  assert.equal(bundle.version, dependencies['ts-blank-space']);
  const licences = readFileSync(join(DIST, 'licences.txt'), 'utf8');
  for (const name of ['ts-blank-space', 'typescript']) assert.match(licences, new RegExp(`^${name} ${dependencies[name]} \\(Apache-2.0\\)$`, 'm'));
});

const REFUSED = [
  ['enum A { a }', 1, 1, 'enum'],
  ['const a = 1;\n  const enum B { b }', 2, 3, 'enum'],
  ['namespace N { export const a = 1; }', 1, 1, 'namespace'],
  ['module M { export const a = 1; }', 1, 1, 'namespace'],
  ['class C {\n  constructor(private a: number) {}\n}', 2, 15, 'parameter property'],
  ['class C { constructor(readonly a = 1) {} }', 1, 23, 'parameter property'],
  ["import fs = require('fs');", 1, 1, 'import alias'],
  ['export = 5;', 1, 1, 'export ='],
  ['const a = <number>input;', 1, 11, 'angle brackets'],
  ['const a = 2 * 3 as number ** 2;', 1, 11, 'parentheses'],
  ['@sealed class C {}', 1, 1, 'decorator'],
  ['class C {\n  @log\n  method() {}\n}', 2, 3, 'decorator'],
  ['const a: = 1;', 1, 10, 'Type expected.'],
  ['const a = 1;\nfunction f(a: number { return a; }', 2, 22, "',' expected."],
  ['if (input) {\n  return 1;', 2, 12, "'}' expected."],
  ['const 名字 = "🎉" as string; enum E {}', 1, 28, 'enum'],
  ['const a = 1;\r\n\tenum E {}', 2, 2, 'enum'],
  ['const a = `${1', 1, 15, 'Unterminated template literal.'],
  ['#!/usr/bin/env ts\nenum E {}', 2, 1, 'enum'],
];

REFUSED.push(
  ['class A { constructor(override x) {} }', 1, 23, 'parameter property'],
  ['class A { constructor(override readonly x) {} }', 1, 23, 'parameter property'],
  ['type A = 1;\renum E {}', 2, 1, 'enum'],
  ['type A = 1;\u2028 enum E {}', 2, 2, 'enum'],
);

for (const [code, line, column, words] of REFUSED) {
  test(`${JSON.stringify(code)} is refused at ${line}:${column} for its ${words}`, () => {
    const refusal = erase(code);
    assert.deepEqual([refusal.line, refusal.column], [line, column], refusal.message);
    assert.ok(refusal.message.includes(words), refusal.message);
  });
}

// What a field is called may begin the member below it.
const FIELDS = [
  ['class A { static: number\n y = 1 }', 'class A { static;       \n y = 1 }'],
  ['class A { static?: number\n y() {} }', 'class A { static;        \n y() {} }'],
  ['class A { get /* it */ : number\n *g() {} }', 'class A { get /* it */ ;       \n *g() {} }'],
  ['class A { static\n  : number\n y = 1 }', 'class A { static\n  ;       \n y = 1 }'],
  ['class A { set!: number\n y() {} }', 'class A { set;        \n y() {} }'],
  ['class A { f() { return class { async: 1\n m() {} } } }', 'class A { f() { return class { async;  \n m() {} } } }'],
  ['class A { static x: number\n y = 2 }', 'class A { static x        \n y = 2 }'],
  ['class A { static: number = 1\n y = 2 }', 'class A { static         = 1\n y = 2 }'],
];

for (const [code, right] of FIELDS) {
  test(`${JSON.stringify(code)} keeps its members`, () => assert.equal(erase(code), right));
}

test('of several that cannot be erased the first is told', () => {
  const { line } = erase('const a = 1;\nenum A {}\nnamespace B { let b; }\nenum C {}');
  assert.equal(line, 2);
});

test('a block after one that is wrong is as if it were the first', () => {
  for (const wrong of ['const a: = 1', 'enum E {}', '('.repeat(100)]) {
    erase(wrong);
    assert.equal(erase('const a: 1 = 1'), 'const a    = 1');
  }
});

test('a shebang becomes a comment, in place', () => {
  assert.equal(erase('#!/usr/bin/env ts\nreturn 1 as number;'), '///usr/bin/env ts\nreturn 1          ;');
});
