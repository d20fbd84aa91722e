// console.Console over streams of its own: groups, tables, levels, options
const { Console } = require('console'); const { PassThrough } = require('stream'); const out = new PassThrough(), err = new PassThrough();
const c = new Console({ stdout: out, stderr: err, groupIndentation: 4, inspectOptions: { depth: 0 } });
c.log('a %s', 1, { a: { b: 1 } }); c.group('G'); c.warn('w'); c.table([{ x: 1 }]); c.groupEnd(); c.error(new Map([[1, 2]])); c.count(); c.dir({ a: { b: {} } }, { depth: 2 }); c.assert(false, 'no'); c.info(); c.debug('%o', 1);
const told = (f) => { try { return f(); } catch (e) { return [e.name, e.code, e.message]; } };
return [String(out.read()), String(err.read()), console instanceof Console, c instanceof Console, {} instanceof Console, told(() => new Console()), told(() => new Console({})), told(() => new Console(out, 5)), typeof Console(out).log, Object.keys(c).length > 15, told(() => new Console({ stdout: out, colorMode: 'x' }))];
