// CSV of several dialects: the delimiter is guessed, quotes undone, numbers and dates read by locale
const samples = { german: 'Name;Betrag;Datum\n"Müller; Söhne";1.234,50;31.12.2023\nAyşe;-7,5;1.2.2024', english: 'name,amount,date\r\n"O""Neil, Ann","1,234.50",12/31/2023\r\nBob,-7.5,2/1/2024\r\n', tabs: 'name\tamount\tdate\n张\t5\t2024-02-01' };
function guess(text) {
  const head = text.split(/\r?\n/)[0];
  return [',', ';', '\t', '|'].map((d) => [d, head.split(d).length]).sort((a, b) => b[1] - a[1])[0][0];
}
function* rows(text, delimiter) {
  let cell = ''; let row = []; let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) { if (c !== '"') cell += c; else if (text[i + 1] === '"') { cell += '"'; i++; } else quoted = false; } else if (c === '"' && cell === '') quoted = true;
    else if (c === delimiter) { row.push(cell); cell = ''; } else if (c === '\n') { row.push(cell.replace(/\r$/, '')); yield row; row = []; cell = ''; } else cell += c;
  }
  if (cell || row.length) { row.push(cell); yield row; }
}
const number = (text, comma) => Number(comma ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', ''));
const date = (text) => { let m; if ((m = /^(\d+)\.(\d+)\.(\d{4})$/.exec(text))) return [m[3], m[2], m[1]]; if ((m = /^(\d+)\/(\d+)\/(\d{4})$/.exec(text))) return [m[3], m[1], m[2]]; return text.split('-'); };
return Object.entries(samples).map(([name, text]) => {
  const delimiter = guess(text); const [head, ...body] = rows(text, delimiter);
  return { name, delimiter, head, records: body.map(([n, a, d]) => ({ n, a: number(a, delimiter === ';'), d: date(d).map((x) => x.padStart(2, '0')).join('-') })) };
});
