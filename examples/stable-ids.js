// Gives each record of an import a UUID that depends on nothing but its source and key, so that importing the same file
// twice updates rows instead of doubling them. For data migrations and idempotent APIs.
const { NIL, v5, validate, version } = require('uuid');

const namespace = v5(input.source, v5.DNS);
const seen = new Set();
const result = { namespace, records: [], duplicates: [], rejected: [] };

for (const { key, id, ...fields } of input.records) {
  if (id !== undefined && (!validate(id) || id === NIL)) {
    result.rejected.push({ key, reason: `"${id}" is no usable UUID` });
    continue;
  }
  // An id that the source already has is kept, in lower case: databases compare it as text.
  const uuid = id?.toLowerCase() ?? v5(key.trim().toLowerCase(), namespace);
  if (seen.has(uuid)) {
    result.duplicates.push({ key, uuid });
  } else {
    seen.add(uuid);
    result.records.push({ uuid, version: version(uuid), key, ...fields });
  }
}
return result;
