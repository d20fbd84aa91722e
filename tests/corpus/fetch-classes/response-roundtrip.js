// A FormData through a Response and back
const sent = new FormData(); sent.append('täxt', 'vä"lue\nline'); sent.append('f', new File(['\u0000\u00ff'], 'a "b".bin')); sent.append('f', new Blob(['2'], { type: 'x/y' }));
const got = await new Response(sent).formData();
return [[...got.keys()], got.get('täxt'), got.getAll('f').map(({ name, type, size }) => [name, type, size])];
