// what a run logs: nested objects, long lists, errors without stacks
console.log('%s took %dms (%i%%), %j %o %O %c.', 'job', 12.5, 99.9, { a: [1] }, [1], { f() {} }, 'css', 'extra', { x: 1 });
console.log([['id', 1], ['name', 'x']], { a: { b: { c: { d: 1 } } } }, [undefined, null, , 3], new Array(120).fill(0), 'x'.repeat(10));
console.log(new Map([['k', { v: [1, 2] }]]), new Set(['a', [1]]), Symbol('s'), 10n, -0, [1.0, -0], { 'a-b': 1, 2: 3, [Symbol('q')]: 1 }, class A extends Map {}, function f() {}, async () => {}, [function () {}]);
console.log({ long: 'line\nbreak', quote: "it's", both: `it's "x"`, url: new URL('https://u:p@h/?q#f'), date: new Date(0), re: /a/g, buf: Buffer.from('ab'), nul: Object.create(null), get g() { return 1; }, set s(v) {}, get gs() { return 1; }, set gs(v) {} });
console.error(new Error('shown').message); console.warn(Object.assign(Object.create({ inherited: 1 }), { own: 1 })); console.info('%s', { toString() { return 'T'; } }, '%s', null); console.debug('%d', '5', '%d', 5n); console.log('%%', 1, '%s'); console.log('a\tb', ['a\tb'], ['\u001b[31m']);
console.group('G'); console.log('in\nside'); console.group(); console.table([]); console.groupEnd(); console.groupEnd(); console.assert(false, 'x %s', 1); console.assert(true); console.count(); console.count('c'); console.countReset('c'); console.count('c');
return null;
