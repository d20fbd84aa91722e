// The zygote is the snapshot. CommonJS: each error of the library asks for it, and what the bundler makes of a
// module's exports would be made anew each time.

module.exports = {
  namespace: { isBuildingSnapshot: () => false, addSerializeCallback() {} },
  isBuildingSnapshot: () => false,
  addAfterUserSerializeDeserializeSnapshot() {},
};
