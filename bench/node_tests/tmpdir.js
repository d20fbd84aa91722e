// What tests ask of `../common/tmpdir`: a folder whose files live in `fs` (fs.js).

'use strict';

const path = '/test/.tmp';
module.exports = { path, refresh() {}, resolve: (...parts) => [path, ...parts].join('/'), hasEnoughSpace: () => false };
