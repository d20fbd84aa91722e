export const BuiltinModule = { exists: () => false, canBeRequiredByUsers: () => false, normalizeRequirableId: () => undefined };
