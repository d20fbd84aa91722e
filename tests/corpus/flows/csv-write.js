// records become CSV, nested fields as columns, cells quoted where needed, formulas made harmless
const rows = [{ id: 1, user: { name: 'A, "B"', tags: ['x', 'y'] }, at: new Date(0), n: 1e21 }, { id: 2, user: { name: '=1+1', tags: [] }, note: 'a\nb', n: -0.5 }];
const flat = (o, path = '') => Object.entries(o).flatMap(([k, v]) => (v && typeof v === 'object' && !Array.isArray(v) && !(v instanceof Date) ? flat(v, `${path}${k}.`) : [[path + k, v]]));
const cell = (v) => { if (v === undefined || v === null) return ''; let s = v instanceof Date ? v.toISOString() : Array.isArray(v) ? v.join('|') : String(v); if (/^[=+@-]/.test(s) && typeof v === 'string') s = `'${s}`; return /[",\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s; };
const table = rows.map((r) => Object.fromEntries(flat(r)));
const columns = [...new Set(table.flatMap(Object.keys))];
return [columns.join(','), ...table.map((r) => columns.map((c) => cell(r[c])).join(','))].join('\r\n');
