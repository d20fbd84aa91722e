// how URLs and their parameters are shown
console.log(new URL('http://u:p@a:8/b?c=d#e'), new URLSearchParams('a=1&b=2'), { deep: { er: { u: new URL('http://a') } } }, [new URL('http://q')], new URLSearchParams());
console.log(new URLSearchParams('a=1').entries(), new URLSearchParams('a=1&b=2').keys(), new URLSearchParams('a=1').values(), new URLSearchParams(Array.from({ length: 12 }, (_, i) => ['key' + i, 'value' + i])));
console.log({ a: { b: { c: { d: new URLSearchParams('x=1') } } } }, '%s %o', new URL('file:///x').pathname);
console.log('%s', new URL('http://a/b'), `${new URL('http://a/b')}`, String(new URLSearchParams('a=b c')));
try { new URL('x'); } catch (e) { console.log(e.toString(), e.stack.split('\n')[0]); }
class Mine extends URL { extra = 1; }
console.log(new Mine('http://m/'));
return [JSON.stringify({ u: new URL('http://a'), p: new URLSearchParams('a=1') }), Object.keys(new URL('http://a')), { ...new URL('http://a') }];
