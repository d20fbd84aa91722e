// FormData, Request and Response on the console
const f = new FormData(); f.append('a', '1'); f.append('a', '2'); f.append('b', 'x'); console.log(f);
console.log(new Response('x', { status: 201 }).status, new Request('http://a/').url);
