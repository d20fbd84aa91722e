// what stream exports, and its defaults
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const stream = require('node:stream');
t('keys', () => Object.keys(stream).sort());
t('same', () => [stream.Stream === stream, stream.promises === require('stream/promises'), typeof stream, stream.Readable.prototype instanceof require('events')]);
t('hwm', () => [stream.getDefaultHighWaterMark(false), stream.getDefaultHighWaterMark(true)]);
t('is', () => { const r = new stream.Readable({ read() {} }); return [stream.isReadable(r), stream.isErrored(r), stream.isDisturbed(r), stream.isDestroyed(r), stream.isWritable(r)]; });
t('instance', () => [new stream.Duplex() instanceof stream.Writable, new stream.PassThrough() instanceof stream.Transform, new stream.Readable() instanceof stream]);
t('static', () => Object.keys(stream.Readable).sort());
t('bad', () => new stream.Readable({ highWaterMark: -1 }));
return out;
