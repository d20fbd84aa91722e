// parseISO and parseJSON over forms, valid and not
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
return ['2024-02-29','2024-02-29T12:34','2024-02-29T12:34:56','2024-02-29T12:34:56.789','2024-02-29T12:34:56Z','2024-02-29T12:34:56+01','2024-02-29T12:34:56-0330','2024-02-29T12:34:56+05:45','20240229','20240229T123456Z','2024-060','2024-W09-4','2024W094','2024-W09','2024-02','2024','24','2023-02-29','2024-13-01','2024-02-29T24:00','2024-02-29T25:00','2024-02-29T12:60','+002024-02-29','-000044-03-15','2024-02-29 12:34','nope','','2024-02-29T','2024-2-9','2024-02-29T12,5','12:30'].map(s=>[s,iso(f.parseISO(s)),iso(f.parseJSON(s))]).concat([[iso(f.parseISO('+12024-02-29',{additionalDigits:1}))]]);
