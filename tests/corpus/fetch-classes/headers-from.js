// Headers: what it is made from
return [[...new Headers()], [...new Headers(undefined)], [...new Headers([['b', '2'], ['a', '1'], ['b', '3']])],
  [...new Headers(new Headers({ k: 'v' }))], [...new Headers(new Map([['m', '1']]))], [...new Headers({ n: 1, u: undefined, l: null })],
  [...new Headers(new URLSearchParams('q=1'))]];
