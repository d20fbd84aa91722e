// What marks an object that may be sent to another thread: there are none.

export const kClone = Symbol('messaging_clone_symbol');
export const kDeserialize = Symbol('messaging_deserialize_symbol');
export const kTransfer = Symbol('messaging_transfer_symbol');
export const kTransferList = Symbol('messaging_transfer_list_symbol');
export class JSTransferable {}
export const makeTransferable = (object) => object;
