// Tells what changed between two versions of a document, as JSON Patch operations (RFC 6902) that turn the old one into
// the new one. For audit logs, and for sending a change instead of the whole.
const { isEqual, isPlainObject, union } = require('lodash');

const token = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

function* diff(before, after, path = '') {
  if (isEqual(before, after)) return;
  if (!isPlainObject(before) || !isPlainObject(after)) {
    // Lists are replaced whole: what "moved" means is the application's to say.
    yield { op: 'replace', path, value: after };
    return;
  }
  for (const key of union(Object.keys(before), Object.keys(after)).sort()) {
    const pointer = `${path}/${token(key)}`;
    if (!Object.hasOwn(after, key)) yield { op: 'remove', path: pointer };
    else if (!Object.hasOwn(before, key)) yield { op: 'add', path: pointer, value: after[key] };
    else yield* diff(before[key], after[key], pointer);
  }
}

const patch = [...diff(input.before, input.after)];
return { changed: patch.length > 0, patch };
