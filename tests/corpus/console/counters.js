// count, countReset, assert, dirxml, clear
console.count(); console.count(); console.count('x'); console.count(undefined); console.count(null); console.count({}); console.countReset(); console.count(); console.countReset('x'); console.count('x');
console.assert(true, 'not shown'); console.assert(false); console.assert(false, 'text'); console.assert(false, 'text %s', 'x', 1); console.assert(0, { a: 1 }, 2); console.assert(); console.assert(null, undefined); console.assert('', '%d', 5);
console.dirxml({ a: { b: { c: { d: 1 } } } }, [1]); console.dirxml(); console.clear();
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }); console.dir({ a: { b: { c: { d: 1 } } } }, { depth: null }); console.dir('text'); console.dir(new Map([[{ a: 1 }, 1]]), { showHidden: false });
const { inspect } = require('util');
const custom = { [inspect.custom]() { return 'CUSTOM'; } }; console.log(custom, [custom]); console.dir(custom.constructor === Object);
console.log({ inspect() { return 'old'; }, a: 1 });
console.debug('debug %s', 'x'); console.info('info'); console.warn('warn', 1); console.error('error', [1]);
try { console.count(Symbol('s')); } catch (error) { console.log(error.name); }
const { log } = console; log('detached'); ['a', 'b'].forEach(console.log);
return Object.keys(console).filter((key) => !/^(_|Console|profile|timeStamp|context|createTask|memory)/.test(key)).sort();
