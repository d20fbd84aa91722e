// Groups indent what follows, by every method and every line
console.group('one'); console.log('a\nb'); console.group(); console.warn({ x: 1, y: { z: 'a'.repeat(60), w: 'b'.repeat(60) } });
console.groupEnd(); console.error('back'); console.groupCollapsed('collapsed', { a: 1 }, '%s'); console.info('in'); console.debug('deb');
console.table([[1]]); console.dir({ a: 1 }); console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log('out');
console.group('%s formatted', 'group'); console.count(); console.assert(false, 'no'); console.groupEnd(); console.log('end');
