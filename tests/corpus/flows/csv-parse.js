// CSV with quotes, escaped quotes, line breaks inside cells and a BOM becomes records with types
const text = '\ufeffid;name;price;active;note\r\n1;"Müller; Söhne";1.234,50;ja;"says ""hi"""\r\n2;Plain;0,99;nein;\r\n3;"two\nlines";-5;;x\r\n';
function parse(source, separator) {
  const rows = []; let row = []; let cell = ''; let quoted = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (quoted) { if (c === '"' && source[i + 1] === '"') { cell += '"'; i++; } else if (c === '"') quoted = false; else cell += c; }
    else if (c === '"') quoted = true;
    else if (c === separator) { row.push(cell); cell = ''; }
    else if (c === '\n') { row.push(cell); rows.push(row); row = []; cell = ''; }
    else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length) { row.push(cell); rows.push(row); }
  return rows;
}
const number = (s) => (/^-?[\d.]+(,\d+)?$/.test(s) ? Number(s.replaceAll('.', '').replace(',', '.')) : s);
const convert = (s) => (s === '' ? null : s === 'ja' ? true : s === 'nein' ? false : number(s));
const [head, ...body] = parse(text.replace(/^\ufeff/, ''), ';');
const records = body.map((row) => Object.fromEntries(row.map((cell, i) => [head[i], convert(cell)])));
return { records, total: records.reduce((s, r) => s + r.price, 0), columns: head.length };
