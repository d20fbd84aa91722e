// Frames as `Error.prepareStackTrace` of a script gets them: V8's methods, of what stands in the stack's text and nothing else.

import { Pattern, apply, regExpExec } from './host.js';

const FRAME = new Pattern('^(async )?(new )?(?:([^]*) \\()?([^()]*?)(?::(\\d+):(\\d+))?\\)?$');

class CallSite {
  #text;
  #parts;

  // `text`: the frame without `at`.
  constructor(text) {
    this.#text = text;
    this.#parts = apply(regExpExec, FRAME, [text]) ?? [];
  }

  getThis() { return undefined; }

  getTypeName() { return null; }

  getFunction() { return undefined; }

  getFunctionName() { return this.#parts[3] ?? null; }

  getMethodName() { return null; }

  getFileName() { return this.isNative() ? undefined : this.#parts[4] ?? null; }

  getLineNumber() { return this.#parts[5] === undefined ? null : +this.#parts[5]; }

  getColumnNumber() { return this.#parts[6] === undefined ? null : +this.#parts[6]; }

  getEvalOrigin() { return undefined; }

  getPromiseIndex() { return null; }

  getScriptNameOrSourceURL() { return this.getFileName(); }

  getScriptHash() { return ''; }

  getEnclosingLineNumber() { return this.getLineNumber(); }

  getEnclosingColumnNumber() { return this.getColumnNumber(); }

  getPosition() { return 0; }

  isToplevel() { return true; }

  isEval() { return false; }

  isNative() { return this.#parts[4] === 'native'; }

  isConstructor() { return this.#parts[2] !== undefined; }

  isAsync() { return this.#parts[1] !== undefined; }

  isPromiseAll() { return false; }

  toString() { return this.#text; }
}

export const callSite = (text) => new CallSite(text);
