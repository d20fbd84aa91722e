// require('stream/consumers') on web streams
const c = require('stream/consumers');
return [await c.text(ReadableStream.from(['a', 'b'])), await c.json(new Blob(['{"a":1}']).stream()), [...new Uint8Array(await c.arrayBuffer(new Blob(['xyz']).stream()))], (await c.blob(new Blob(['xyz']).stream())).size, (await c.buffer(new Blob(['xyz']).stream())).toString('hex')];
