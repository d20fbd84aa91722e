// host.js in Node's main thread: node [flags] in_node.mjs, the job as JSON on standard input; prints the verdict when the
// process ends. Exits with another code where the test threw.

import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const { host, ...input } = JSON.parse(readFileSync(0, 'utf8'));
const AsyncFunction = (async () => {}).constructor;
globalThis[Symbol.for('node-tests.report')] = (verdict) => { writeSync(1, `\n${JSON.stringify(verdict)}\n`); };
const script = new AsyncFunction('input', 'require', host);
script(input, createRequire(import.meta.url)).catch((error) => setImmediate(() => { throw error; }));
