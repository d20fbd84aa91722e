// a multipart body written and read byte by byte, compared with what FormData and Response make of it
const boundary = '----flow7MA4YWxk'; const CRLF = '\r\n';
const parts = [{ name: 'title', value: Buffer.from('Žluť "quoted"') }, { name: 'file', filename: 'a b.bin', type: 'application/x-own', value: Buffer.from([0, 13, 10, 45, 45, 255]) }, { name: 'empty', value: Buffer.alloc(0) }];
const write = (list) => Buffer.concat([...list.flatMap((p) => [Buffer.from(`--${boundary}${CRLF}Content-Disposition: form-data; name="${p.name}"${p.filename ? `; filename="${p.filename}"` : ''}${CRLF}${p.type ? `Content-Type: ${p.type}${CRLF}` : ''}${CRLF}`), p.value, Buffer.from(CRLF)]), Buffer.from(`--${boundary}--${CRLF}`)]);
function read(body) {
  const mark = Buffer.from(`--${boundary}`); const out = [];
  for (let at = body.indexOf(mark); at >= 0;) { const start = at + mark.length; const end = body.indexOf(mark, start); if (end < 0) break; const piece = body.subarray(start + 2, end - 2); const gap = piece.indexOf('\r\n\r\n'); const headers = new Headers(piece.subarray(0, gap).toString().split(CRLF).map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1).trim()])); out.push({ name: /name="([^"]*)"/.exec(headers.get('content-disposition'))[1], type: headers.get('content-type'), bytes: piece.subarray(gap + 4).toString('hex') }); at = end; }
  return out;
}
const body = write(parts); const form = await new Response(body, { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }).formData();
const theirs = await Promise.all([...form].map(async ([name, v]) => (typeof v === 'string' ? [name, v] : [name, v.name, v.type, Buffer.from(await v.arrayBuffer()).toString('hex')])));
return { mine: read(body), theirs, length: body.length, sha: require('crypto').createHash('sha1').update(body).digest('hex') };
