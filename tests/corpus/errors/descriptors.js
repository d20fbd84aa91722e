// A `get` on Object.prototype, which every plain descriptor inherits, is in nobody's way but the script's own
const assert = require('assert');
const out = [];
function polluted(name, attempt) {
  Object.prototype.get = () => 'polluted';
  let result;
  try { result = attempt(); } catch (e) { result = [e.name, e.code, e.message]; }
  delete Object.prototype.get;
  out.push([name, result]);
}
polluted('fail', () => assert.fail(''));
polluted('alloc', () => Buffer.alloc('a'));
polluted('emitter', () => new (require('events'))().on('a', 1));
polluted('clone', () => structuredClone(() => 1));
polluted('clone of an error', () => structuredClone(new RangeError('a')).message);
polluted('decoder', () => new TextDecoder('nothing'));
polluted('url', () => new URL('nothing'));
polluted('abort', () => { const c = new AbortController(); c.abort(); return c.signal.reason.name; });
polluted('engine', () => null.x);
polluted('mark', () => performance.mark());
return out;
