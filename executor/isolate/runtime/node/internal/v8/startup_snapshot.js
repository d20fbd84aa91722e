// The zygote is the snapshot.

export const isBuildingSnapshot = () => false;
export const addAfterUserSerializeDeserializeSnapshot = () => {};
export const namespace = { isBuildingSnapshot, addSerializeCallback() {} };
