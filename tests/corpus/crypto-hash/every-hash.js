// every hash that Node lists, over text and bytes
const { createHash, createHmac, getHashes } = require('crypto');
const data = ['', 'a', 'héllo wörld 漢字 😀', 'x'.repeat(1000)];
return getHashes().map((name) => [name, ...data.map((d) => createHash(name).update(d).digest('hex')),
  createHash(name).update(Buffer.from([0, 1, 128, 255])).digest('base64'), createHash(name).update(new Uint16Array([1, 515])).digest('base64url'),
  name.startsWith('shake') ? null : createHmac(name, 'key').update('data').digest('hex')]);
