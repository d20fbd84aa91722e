// What tests ask of `worker_threads` in the main thread, without a second one.

'use strict';

module.exports = {
  BroadcastChannel: globalThis.BroadcastChannel,
  MessageChannel: globalThis.MessageChannel,
  Worker: class Worker { constructor() { require('../common').skip('a test of threads'); } },
  isMainThread: true,
  markAsUntransferable() {},
  parentPort: null,
  threadId: 0,
  workerData: null,
};
