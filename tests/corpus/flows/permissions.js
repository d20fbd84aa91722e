// roles with inheritance, wildcards, denials and conditions, and why something is allowed
const roles = { viewer: { allow: ['order:read', 'item:*'] }, clerk: { inherits: ['viewer'], allow: ['order:write'], when: { 'order:write': (u, r) => r.owner === u.id || r.amount < 100 } }, admin: { inherits: ['clerk'], allow: ['*'], deny: ['audit:delete'] }, loop: { inherits: ['loop2'] }, loop2: { inherits: ['loop'], allow: ['x:y'] } };
const fits = (pattern, action) => pattern === '*' || pattern === action || (pattern.endsWith(':*') && action.startsWith(pattern.slice(0, -1)));
function* lineage(name, seen = new Set()) { if (seen.has(name)) return; seen.add(name); if (!roles[name]) throw new ReferenceError(`no role ${name}`); yield name; for (const parent of roles[name].inherits ?? []) yield* lineage(parent, seen); }
function can(user, action, resource = {}) {
  const chain = [...new Set(user.roles.flatMap((r) => [...lineage(r)]))];
  const denied = chain.find((r) => roles[r].deny?.some((p) => fits(p, action))); if (denied) return `no: ${denied} denies`;
  for (const r of chain) { const pattern = roles[r].allow?.find((p) => fits(p, action)); if (!pattern) continue; const condition = roles[r].when?.[pattern]; if (!condition || condition(user, resource)) return `yes: ${r} by ${pattern}`; }
  return 'no: nothing allows it';
}
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
const users = { ann: { id: 1, roles: ['clerk'] }, bo: { id: 2, roles: ['admin'] }, cy: { id: 3, roles: ['viewer', 'loop'] }, di: { id: 4, roles: [] }, ed: { id: 5, roles: ['ghost'] } };
return Object.entries(users).map(([name, u]) => [name, ...[['order:read'], ['item:delete'], ['order:write', { owner: 1, amount: 500 }], ['order:write', { owner: 9, amount: 50 }], ['audit:delete'], ['audit:read'], ['x:y']].map(([a, r]) => t(() => can(u, a, r)))]);
