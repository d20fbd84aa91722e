// Runs scripts in Node as the executor runs them, to compare the two. Each has a thread of its own that nobody used
// before. One script: node node_runner.mjs SCRIPT [INPUT]. Many, several at a time: lines of {"code", "input_json"} on
// standard input, an answer to each in the same order: node node_runner.mjs --jobs 2
//
// An answer is one line of JSON: {"result": "<JSON text>"} or {"error": {"kind", "name", "message"}}, and beside it
// "console": [[level, text], …]. Exits with 0 either way.

import { Console } from 'node:console';
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

// Longer than any honest script takes on a busy machine; in milliseconds.
const PATIENCE = 60_000;

if (isMainThread) await runAll();
else await runOne(workerData.code, JSON.parse(workerData.input_json || 'null'));

async function runAll() {
  const [first, second] = process.argv.slice(2);
  if (first !== '--jobs') {
    return print(await answerTo({
      code: readFileSync(first, 'utf8'), input_json: second === undefined ? '' : readFileSync(second, 'utf8'),
    }));
  }
  const jobs = readFileSync(0, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  const answers = new Array(jobs.length);
  let next = 0;
  await Promise.all(Array.from({ length: Number(second) }, async () => {
    while (next < jobs.length) {
      const index = next++;
      answers[index] = await answerTo(jobs[index]);
    }
  }));
  answers.forEach(print);
}

function print(answer) {
  const bytes = Buffer.from(`${JSON.stringify(answer)}\n`);
  for (let written = 0; written < bytes.length;) written += writeSync(1, bytes, written);
}

function answerTo(job) {
  return new Promise((resolve) => {
    // Like the executor's, the script's world has no environment; the zone is the process's.
    const worker = new Worker(new URL(import.meta.url), { workerData: job, env: {}, stdout: true, stderr: true });
    const timeout = setTimeout(() => {
      worker.terminate();
      resolve({ error: { kind: 'TIMEOUT', name: '', message: '' }, console: [] });
    }, PATIENCE);
    worker.once('message', (answer) => {
      resolve(answer);
      clearTimeout(timeout);
      worker.terminate();
    });
    worker.once('error', ({ name, message }) => {
      resolve({ error: { kind: 'CRASHED', name, message }, console: [] });
      clearTimeout(timeout);
    });
  });
}

async function runOne(code, input) {
  // Taken before the script can replace them.
  const { stringify } = JSON;
  const { setImmediate } = globalThis;
  const AsyncFunction = (async () => {}).constructor;
  const messages = recordConsole();
  let answered = false;

  function answer(value) {
    if (!answered) parentPort.postMessage({ ...value, console: messages });
    answered = true;
  }

  // As in the executor (serve.js), only what is like an error has a name of its own.
  function fail(kind, reason) {
    const named = typeof reason?.message === 'string' && typeof reason.name === 'string';
    const like = reason instanceof Error || typeof reason?.stack === 'string' || named;
    const [name, message] = like ? [reason.name, reason.message] : ['', typeof reason === 'string' ? reason : inspect(reason)];
    answer({ error: { kind, name: String(name ?? ''), message: String(message ?? '') } });
  }

  function succeed(value) {
    if (typeof value === 'function' || typeof value === 'symbol') {
      return fail('INVALID_RESULT', new TypeError(`the script returned a ${typeof value}, which cannot be JSON`));
    }
    try {
      answer({ result: stringify(value) ?? 'null' });
    } catch (error) {
      fail('INVALID_RESULT', error);
    }
  }

  // What a timer's callback throws, and a rejection that nobody handles, end the script as they do in the executor.
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') === 1) fail('THROWN', error);
  });
  // Node also ends when nothing is left that could settle the script's promise: then there is no answer yet.
  process.on('exit', () => {
    const message = 'the script awaits a promise that can never settle';
    fail('INVALID_RESULT', Object.assign(new Error(message), { name: 'UnsettledPromise' }));
  });

  let script;
  const require = await makeRequire(code);
  try {
    script = new AsyncFunction('input', 'require', code.replace(/^#!/, '//'));
  } catch (error) {
    return fail('SYNTAX', error);
  }
  // setImmediate: Node finds unhandled rejections when the microtasks of the turn have ended.
  // And the start is a turn of its own: from a microtask, a script's ticks would come after its microtasks.
  setImmediate(() => script(input, require)
    .then((value) => setImmediate(() => succeed(value)), (reason) => setImmediate(() => fail('THROWN', reason))));
}

// Before Node 20.19, require() refuses ES modules, which uuid is; the executor's require() gives their namespace, too.
async function makeRequire(code) {
  const nodeRequire = createRequire(new URL('../modules/package.json', import.meta.url));
  if (!code.includes('uuid')) return nodeRequire;
  const imported = { uuid: await import(nodeRequire.resolve('uuid')) };
  return Object.assign((id) => imported[id] ?? nodeRequire(id), nodeRequire);
}

// Puts a console of Node's own in place that writes to a list. Two streams serve five levels, so the method that was
// called tells the level; what reaches a stream by itself (dir) has the stream's.
function recordConsole() {
  const messages = [];
  let level;
  const stream = (usual) => ({ write: (text) => messages.push([level ?? usual, text.replace(/\n$/, '')]) });
  // As there, what a script put in the place of process.stdout.write has the messages instead.
  const recorded = {};
  const through = (name, usual) => ({
    write(text) {
      const { write } = process[name];
      return write === recorded[name] ? stream(usual).write(text) : Reflect.apply(write, process[name], [text]);
    },
  });
  const options = { stdout: through('stdout', 'log'), stderr: through('stderr', 'error'), ignoreErrors: false, colorMode: false };
  const recorder = new Console(options);
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
    const write = recorder[name];
    recorder[name] = {
      [name](...args) {
        const outer = level;
        level = name;
        try {
          write(...args);
        } finally {
          level = outer;
        }
      },
    }[name];
  }
  globalThis.console = recorder;
  // A warning names the process, and the first one adds how to start Node for more.
  const plain = (text) => text.replace(/^\(node:\d+\)/, '(node:1)').replace(/\n\(Use `node --trace-[^\n]*(?=\n$)/, '');
  for (const [name, usual] of [['stdout', 'log'], ['stderr', 'error']]) {
    recorded[name] = process[name].write = (text, ...rest) => {
      stream(usual).write(plain(`${text}`));
      const done = rest.at(-1);
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
  }
  return messages;
}
