// A job, from its arrival to its answer. The zygote sits in the first `host('n')` and forks there; everything after
// that line runs in an isolate only. Most isolates end with their first answer; one that is kept runs the same code again,
// with the next input.

import { base64Of, bufferOf, bytesOf, sizeOf } from './binary.js';
import { offer } from './calls.js';
import { Behind } from './causes.js';
import { circleMessage } from './circle.js';
import { inspect } from './console.js';
import { culprit } from './culprit.js';
import { answerProgram, canCompile, compileProgram, readProgram, sendResult, takeInput, takeJob } from './engine.js';
import { freeze, seed } from './entropy.js';
import { outlets } from './failures.js';
import {
  apply, functionToString, host, hostWith, indexOf, indirectEval, promiseThen, regExpExec, slice, stringify, toText,
} from './host.js';
import { isCircular } from './json.js';
import { forget, run as runLoop } from './loop.js';
import { require } from './modules.js';
import { startProcess } from './node/index.js';
import { PREFIX, SCRIPT, locate } from './stack.js';
import { stand } from './standing.js';
import { startClock } from './web/clock.js';

// The numbers of executor.outcome.ErrorKind.
const SYNTAX = 1;
const THROWN = 2;
const OUT_OF_MEMORY = 4;
const INVALID_RESULT = 5;

const SyntaxErrorClass = SyntaxError;
const SUFFIX = '\n})';
const MODULE_SYNTAX = /^\s*(import|export)\b/m;

function syntaxError(message) {
  const error = new SyntaxErrorClass(message);
  error.stack = 'SyntaxError: ' + message;
  return error;
}

// The script as a function. A body that closes the function early ("}); evil(); (async function () {") would still
// evaluate; its source text tells, because it no longer spans the whole.
function compile(code, make = evaluated) {
  if (code[0] === '#' && code[1] === '!') code = '//' + code;
  let made;
  try {
    made = make(PREFIX + code + SUFFIX);
  } catch (error) {
    if (error instanceof SyntaxErrorClass) throw error;
  }
  if (made === undefined) throw syntaxError("Unexpected token '}': it closes a brace that the script never opened");
  return made;
}

function evaluated(source) {
  const script = indirectEval(source);
  const isWhole = typeof script === 'function' && apply(functionToString, script, []).length === source.length - 2;
  return isWhole ? script : undefined;
}

// What a report keeps of a text (MAX_ERROR_TEXT in wire/reporting.py). Cut before it is searched: a stack of 60 MB takes seconds.
const LONGEST_TEXT = 65536;

const read = (value, key) => {
  try {
    const field = value[key];
    const text = typeof field === 'string' ? field : field === undefined || field === null ? '' : toText(field);
    return text.length > LONGEST_TEXT ? apply(slice, text, [0, LONGEST_TEXT]) : text;
  } catch {
    return '';
  }
};

function describe(value) {
  try {
    return typeof value === 'string' ? value : toText(inspect(value));
  } catch {
    return 'a value that cannot be shown';
  }
}

function isError(value) {
  try {
    if (value instanceof Error) return true;
    return typeof value === 'object' && value !== null &&
      (typeof value.stack === 'string' || (typeof value.message === 'string' && typeof value.name === 'string'));
  } catch {
    return false;
  }
}

// The position of an error, and its stack with that position in the first frame of the script.
function place(job, message, stack) {
  let frame = { line: 0, column: 0 };
  try {
    frame = locate(stack);
    if (frame.line === 0) return { line: 0, column: 0, stack };
    const code = codeOf(job);
    // A stack is the script's to forge.
    if (frame.line > lineCount(code)) return { line: 0, column: 0, stack };
    const { line, column } = culprit(code, message, stack);
    const end = (SCRIPT + ':' + frame.line + ':' + frame.column).length;
    const head = apply(slice, stack, [0, frame.end - end]);
    return { line, column, stack: head + SCRIPT + ':' + line + ':' + column + apply(slice, stack, [frame.end]) };
  } catch {
    // A script may have broken what the search uses; the engine's position is still something.
    return { line: frame.line, column: frame.column, stack };
  }
}

// Reports have no prototype: a script's Object.prototype.toJSON must not reach them.
function fail(kind, reason, job) {
  let name = '';
  let message;
  let stack = '';
  let causes;
  let errors;
  if (isError(reason)) {
    name = read(reason, 'name');
    message = read(reason, 'message');
    stack = read(reason, 'stack');
  } else {
    message = describe(reason);
  }
  // The engine's own words; a script that throws them itself is told the same, which does no harm.
  const full = message === 'out of memory' || message === 'out of memory in regexp execution';
  if (kind === THROWN && name === 'InternalError' && full) kind = OUT_OF_MEMORY;
  const placed = place(job, message, stack);
  if (kind === THROWN) {
    const behind = new Behind({ isError, read, describe });
    causes = behind.causes(reason);
    errors = behind.errors(reason);
    placed.stack += behind.text(reason);
  }
  host('f' + stringify({ __proto__: null, kind, name, message, ...placed, causes, errors }));
}

function invalid(name, message) {
  host('f' + stringify({ __proto__: null, kind: INVALID_RESULT, name, message, stack: '', line: 0, column: 0 }));
}

// What the job says of bytes: whether the input is some, and how many the caller takes as a result (-1 where it takes none).
const ofBytes = { __proto__: null, asInput: false, most: -1 };

function answer(value, job) {
  const bytes = ofBytes.most < 0 ? undefined : bytesOf(value);
  if (bytes !== undefined) {
    const size = sizeOf(bytes);
    return hostWith('R' + size + ',', size > ofBytes.most ? '' : base64Of(bytes));
  }
  if (typeof value === 'function' || typeof value === 'symbol') {
    return invalid('TypeError', 'the script returned a ' + typeof value + ', which cannot be JSON');
  }
  let text;
  try {
    text = stringify(value);
  } catch (error) {
    const told = isError(error) ? read(error, 'message') : describe(error);
    const reason = isCircular(error) ? circleMessage(value) : told;
    if (reason === 'out of memory') return fail(OUT_OF_MEMORY, error, job);
    return invalid(isError(error) ? read(error, 'name') : '', "the script's result cannot be JSON: " + reason);
  }
  const json = text === undefined ? 'null' : text;
  sendResult(json);
  return hostWith('r', json);
}

// What ends a line for the engine. Of \r\n both count: this is a bound, and no more.
const LINE_ENDS = ['\n', '\r', '\u2028', '\u2029'];

function lineCount(text) {
  let count = 1;
  for (let kind = 0; kind < LINE_ENDS.length; kind++) {
    const end = LINE_ENDS[kind];
    for (let at = apply(indexOf, text, [end]); at !== -1; at = apply(indexOf, text, [end, at + 1])) count++;
  }
  return count;
}

// The script, or nothing once what is wrong with it has been told.
function compiled(code, make) {
  try {
    return compile(code, make);
  } catch (error) {
    // The engine's column is not that of the error, and at the end of the text its line is ours.
    const { line: told } = locate(read(error, 'stack'));
    const last = lineCount(code);
    const line = told < last ? told : last;
    let message = read(error, 'message');
    if (apply(regExpExec, MODULE_SYNTAX, [code]) !== null) {
      message += " (a code block is the body of an async function: use require('lodash'), not import or export)";
    }
    const name = read(error, 'name') || 'SyntaxError';
    const stack = name + ': ' + message + (line > 0 ? '\n    at ' + SCRIPT + ':' + line : '');
    return void host('f' + stringify({ __proto__: null, kind: SYNTAX, name, message, stack, line, column: 0 }));
  }
}

// Answers with bytecode, and runs nothing; PyPI's engine has none, and evaluates.
function prepare(code) {
  const bytecode = compiled(code, canCompile() ? compileProgram : evaluated);
  if (bytecode !== undefined) answerProgram(canCompile() ? bytecode : undefined);
}

// Of a program the code is not here before something has to be told of it.
const codeOf = (job) => job.code ?? (job.code = host('T'));

function run(script, job, input) {
  // What ends the run before its promise does: a timer's callback threw, nobody handles a rejection.
  let settled = '';
  let value;
  outlets.end = (error, origin) => {
    // Only in an isolate that is kept does anything follow the answer.
    if (settled === 'ended') return;
    host('h');
    // Both at once: what the script itself threw says more, as it does of a heap full of rejected promises.
    fail(THROWN, origin === 'unhandledRejection' && settled === 'rejected' ? value : error, job);
    settled = 'ended';
  };
  try {
    apply(promiseThen, apply(script, undefined, [input, require]), [
      (result) => { if (settled === '') { settled = 'fulfilled'; value = result; } },
      (reason) => { if (settled === '') { settled = 'rejected'; value = reason; } },
    ]);
    if (!runLoop(() => settled !== '')) {
      return invalid('UnsettledPromise',
        'the script awaits a promise that can never settle: no timer or request is pending that could resolve it');
    }
  } catch (error) {
    // The script's very start failed.
    return outlets.end(error);
  }
  if (settled === 'ended') return;
  if (settled === 'fulfilled') answer(value, job);
  else fail(THROWN, value, job);
}

// Runs the path of a job once with code of our own, while nobody waits: it touches (and so copies) the pages that a
// job will need. Nothing of it stays behind.
function rehearse() {
  // Nothing is drawn before the job's own seed.
  seed([1, 2, 3, 4]);
  freeze();
  startClock();
  startProcess();
  const script = compile('return [input, require]');
  let settled = false;
  outlets.end = () => settled;
  apply(promiseThen, apply(script, undefined, [{ a: 1 }, 1]), [(value) => { settled = stringify(value) !== ''; }]);
  runLoop(() => settled);
}

function scriptOf(job) {
  return (job.code === null ? readProgram() : undefined) ?? compiled(codeOf(job));
}

export function serve() {
  host('n');
  rehearse();
  const job = (host('m') === true ? takeJob() : undefined) ?? host('j');
  if (job.deterministic !== undefined) stand(job.deterministic);
  seed(job.seed);
  if (job.maxBytes !== undefined) {
    ofBytes.asInput = job.hasBytes === 1;
    ofBytes.most = job.maxBytes;
  }
  startClock();
  startProcess();
  if (job.functions !== undefined) offer(job.functions);
  if (job.prepare) return prepare(job.code);
  let script;
  // Each turn is a run. Most isolates are gone with their first answer; in others the host first gives what microtasks are
  // left their turn, unheard, and then waits for the next input.
  for (let again = false; ; again = true) {
    let input;
    let isJson = true;
    try {
      const taken = takeInput();
      input = taken === undefined ? host('i') : taken;
      if (ofBytes.asInput) input = bufferOf(input);
    } catch (error) {
      isJson = false;
      host('x' + stringify(read(error, 'message')));
    }
    if (again) forget();
    if (isJson && script === undefined) script = scriptOf(job);
    if (isJson && script !== undefined) run(script, job, input);
  }
}
