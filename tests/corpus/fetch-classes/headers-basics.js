// Headers: append, set, get, has, delete, and names without case
const h = new Headers({ 'Content-Type': 'text/html', X: '1' });
h.append('x', '2'); h.append('X', ' 3 \t'); h.set('Y', 5); h.delete('content-type');
return [[...h], h.get('X'), h.get('none'), h.has('Y'), h.has('content-type'), String(h), h[Symbol.toStringTag]];
