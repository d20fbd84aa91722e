// Request: the content type that each body gives
const of = (body, headers) => new Request('http://a', { method: 'POST', body, headers }).headers.get('content-type');
const form = new FormData(); form.append('a', 'b');
return [of('text'), of(new URLSearchParams('a=1')), of(new Blob(['x'], { type: 'Text/X' })), of(new Blob(['x'])), of(new Uint8Array(1)), of(Buffer.from('x')), of(form).replace(/\d+$/, 'N'), of('text', { 'content-type': 'application/json' }), of(null), of(undefined), of(5), of({}), of([1, 2])];
