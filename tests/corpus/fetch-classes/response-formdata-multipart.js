// formData() of a multipart body
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const type = { 'content-type': 'multipart/form-data; boundary=XX' };
const text = ['--XX', 'Content-Disposition: form-data; name="a"', '', 'one', '--XX', 'Content-Disposition: form-data; name="f"; filename="n.txt"', 'Content-Type: text/csv', '', 'a,b', '--XX--', ''].join('\r\n');
const f = await new Response(text, { headers: type }).formData();
const file = f.get('f');
return [f.get('a'), file.name, file.type, file.size, await file.text(), (await attempt(() => new Response(text.replace('--XX--', ''), { headers: type }).formData()))[0], (await attempt(() => new Response('', { headers: type }).formData()))[0]];
