// One test of test262: the files of its harness and then its own text, as global code by indirect eval. `input` has their texts,
// and whether the test says itself when it is done. Returns '' where it ended well, else 'Name: message' of its error.
const evaluate = globalThis.eval;
const { apply } = Reflect;
const { transfer } = ArrayBuffer.prototype;
let settle;
const said = new Promise((resolve) => { settle = resolve; });
// Tests watch who asks promises for these.
Object.defineProperty(said, 'constructor', { value: Promise });

const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
define('print', (text) => settle(text === 'Test262:AsyncTestComplete' ? '' : text));
define('$262', {
  global: globalThis,
  evalScript: (text) => evaluate(text),
  detachArrayBuffer: (buffer) => { apply(transfer, buffer, []); return null; },
  gc() {},
});

const described = (error) => {
  if (typeof error !== 'object' || error === null) return `${typeof error}: ${String(error)}`;
  return `${error.constructor?.name}: ${error.message}`;
};
// What nobody handles fails a block, not a test.
process.on('unhandledRejection', () => {});
// A turn later: the block's own promise has been asked for its constructor by then, which some tests watch.
await undefined;
for (const text of input.harness) evaluate(text);
try {
  evaluate(input.source);
} catch (error) {
  return described(error);
}
return input.done ? await said : '';
