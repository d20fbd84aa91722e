// How the console shows a Response without a body
console.log(new Response(null, { status: 404, statusText: 'Nope', headers: { a: 'b' } }));
