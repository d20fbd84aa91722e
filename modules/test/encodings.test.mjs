import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { unpackedSource } from '../lib/encodings.mjs';

const packed = join(dirname(createRequire(import.meta.url).resolve('@exodus/bytes/multi-byte.js')), 'fallback', 'multi-byte.table.js');

test('unpacked tables are those of the package', async () => {
  const source = await unpackedSource(packed);
  const ours = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const theirs = await import(pathToFileURL(packed));
  assert.deepEqual(ours.sizes, theirs.sizes);
  for (const id of [...Object.keys(theirs.sizes), 'gb18030-ranges', 'iso-2022-jp-katakana']) {
    assert.deepEqual(ours.getTable(id), theirs.getTable(id), id);
  }
});
