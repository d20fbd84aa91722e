// groups indent, tables, dir, count, assert
console.log('a'); console.group('G1'); console.log('b\nc'); console.group(); console.warn('d'); console.groupEnd(); console.info({ a: 1, b: [1, 2] }); console.groupEnd(); console.groupEnd(); console.log('e');
console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]); console.table([[1, 2], [3, 4]]); console.table({ r1: { v: 1 }, r2: { v: 2 } }, ['v']); console.table(5); console.table(new Map([['k', 1]])); console.table(['x', 'y']);
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }); console.dir([1, 'x']);
console.count(); console.count('n'); console.count(); console.countReset(); console.count(); console.assert(true, 'no'); console.assert(false, 'yes %d', 5); console.assert(false); console.assert(false, { a: 1 });
