// CSV with quotes, line ends inside of fields, a BOM and trailing blanks
const text = '\ufeffid;name;note\r\n1;"Müller; Söhne";"says ""hi"""\r\n2;Ωmega;"two\r\nlines"\r\n3;;\r\n';
const rows = [];
let row = [], field = '', quoted = false;
for (let i = 0; i < text.length; i++) {
  const c = text[i];
  if (quoted) { if (c === '"' && text[i + 1] === '"') { field += c; i++; } else if (c === '"') quoted = false; else field += c; }
  else if (c === '"') quoted = true;
  else if (c === ';') { row.push(field); field = ''; }
  else if (c === '\n') { row.push(field.replace(/\r$/, '')); rows.push(row); row = []; field = ''; }
  else field += c;
}
const [head, ...body] = rows;
const objects = body.map((r) => Object.fromEntries(head.map((h, i) => [h.trim(), r[i]])));
console.log(objects); console.table(objects);
return { objects, first: head[0].codePointAt(0), trimmed: head[0].trim(), sizes: objects.map((o) => Buffer.byteLength(JSON.stringify(o))) };
