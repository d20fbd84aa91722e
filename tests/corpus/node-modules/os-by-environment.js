// os by process.env, and what cannot be written
const os = require('os'); const out = []; for (const k of ['TMPDIR', 'TMP', 'TEMP', 'HOME']) delete process.env[k];
out.push(os.tmpdir()); process.env.TEMP = '/t/'; out.push(os.tmpdir()); process.env.TMP = '/tmp2'; process.env.TMPDIR = '/'; out.push(os.tmpdir()); process.env.HOME = '/h'; 
const told = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.message]; } };
return [out, told(() => { 'use strict'; os.EOL = 'x'; }), os.EOL, told(() => { 'use strict'; os.constants = 1; }), told(() => os.getPriority('x')), told(() => os.setPriority(0, 50)), told(() => os.setPriority(1.5)), os.endianness(), os.platform(), os.type(), typeof os.cpus()[0].model];
