// Response: its attributes without options
const r = new Response();
return [r.status, r.statusText, r.ok, r.type, r.url, r.redirected, r.body, r.bodyUsed, [...r.headers], String(r), Object.keys(Response.prototype), Response.length, await r.text(), await new Response(null).text(), await new Response('').text()];
