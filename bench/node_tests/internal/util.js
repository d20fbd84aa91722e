// What tests ask of `internal/util`.

'use strict';

module.exports = {
  ...require('util'),
  // Timers of the same turn must become due.
  sleep(milliseconds) {
    for (const end = performance.now() + milliseconds; performance.now() < end;);
  },
};
