// Runs one script in Node as the executor runs it, to compare the two: node node_runner.mjs SCRIPT [INPUT]
// Prints one JSON document: {"result": "<JSON text>"} or {"error": {"name", "message"}}, and beside it
// "console": [[level, text], …]. Exits with 0 either way.

import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'node:util';

const [scriptFile, inputFile] = process.argv.slice(2);
const code = readFileSync(scriptFile, 'utf8').replace(/^#!/, '//');
const input = inputFile === undefined ? null : JSON.parse(readFileSync(inputFile, 'utf8'));

// Taken before the script can replace them.
const { stringify } = JSON;
const AsyncFunction = (async () => {}).constructor;
const messages = [];
let answer;

for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
  console[level] = (...args) => { messages.push([level, format(...args)]); };
}

// Before Node 20.19, require() refuses ES modules, which uuid is; the executor's require() gives their namespace, too.
const nodeRequire = createRequire(new URL('../modules/package.json', import.meta.url));
const imported = { uuid: await import(nodeRequire.resolve('uuid')) };
const require = (id) => imported[id] ?? nodeRequire(id);

function fail(reason) {
  answer = { error: { name: String(reason?.name ?? ''), message: String(reason?.message ?? reason) } };
}

function succeed(value) {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeError(`the script returned a ${typeof value}, which cannot be JSON`);
  }
  answer = { result: stringify(value) ?? 'null' };
}

// What a timer's callback throws ends the script, as it does in the executor.
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});
// Node also ends when nothing is left that could settle the script's promise: then there is no answer yet.
process.on('exit', () => {
  answer ??= { error: { name: 'UnsettledPromise', message: 'the script awaits a promise that can never settle' } };
  writeSync(1, stringify({ ...answer, console: messages }));
  process.exitCode = 0;
});

// exit: once the script has settled, nobody waits for its other timers.
Promise.resolve()
  .then(() => new AsyncFunction('input', 'require', code)(input, require))
  .then(succeed)
  .catch(fail)
  .then(() => process.exit());
