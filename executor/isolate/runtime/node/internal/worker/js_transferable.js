// What marks an object that may be cloned or sent to another thread.

import { makeCloneable } from '../../../web/cloneable.js';
import { load } from '../../bindings/lazy.js';

export const kClone = Symbol('messaging_clone_symbol');
export const kDeserialize = Symbol('messaging_deserialize_symbol');
export const kTransfer = Symbol('messaging_transfer_symbol');
export const kTransferList = Symbol('messaging_transfer_list_symbol');
export class JSTransferable {}

// Of `internal/module:Class`. The data are handles, which both share.
function revive({ data, deserializeInfo }) {
  const [id, name] = deserializeInfo.split(':');
  const { [name]: Class } = load(id);
  const made = new Class();
  made[kDeserialize](data);
  return made;
}

export function makeTransferable(object) {
  const { [kClone]: clone } = object;
  return makeCloneable(object, () => revive(Reflect.apply(clone, object, [])));
}
