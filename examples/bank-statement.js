// Reads a statement as older bank systems send it: gzip around records of fixed width, numbers in binary, names in GBK, a
// checksum at the end. For imports that get such a file as Base64 in JSON.
const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { gunzipSync } = require('node:zlib');

const RECORD = 32; // id 4, time 4, cents 8, name 16
const CHECKSUM = 32;

const file = gunzipSync(Buffer.from(input.file, 'base64'));
const records = file.subarray(0, -CHECKSUM);
const checksum = createHash('sha256').update(records).digest();
assert.deepEqual(checksum, file.subarray(-CHECKSUM), 'the checksum is not that of the records');
assert.equal(records.length % RECORD, 0, `${records.length} bytes are no whole records of ${RECORD}`);

const names = new TextDecoder('gbk', { fatal: true });
const entries = [];
for (let at = 0; at < records.length; at += RECORD) {
  const cents = records.readBigInt64BE(at + 8);
  entries.push({
    id: records.readUInt32BE(at),
    booked: new Date(records.readUInt32BE(at + 4) * 1000).toISOString(),
    // JSON has no whole numbers of 64 bits: as text, nothing is rounded.
    amount: `${cents < 0n ? '-' : ''}${String(cents < 0n ? -cents : cents).padStart(3, '0').replace(/(\d\d)$/, '.$1')}`,
    name: names.decode(records.subarray(at + 16, at + RECORD)).trimEnd(),
  });
}
return { checksum: checksum.toString('hex'), entries };
