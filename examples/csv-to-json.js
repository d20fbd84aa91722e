// Reads CSV as spreadsheets write it (quotes, doubled quotes, commas and line ends inside fields, a byte order mark)
// into objects with camelCase keys and real numbers and booleans. For uploads that somebody else's Excel made.
const camelCase = require('lodash/camelCase');

function parse(text) {
  const rows = [[]];
  // A field is quoted or plain, and ends at a comma, a line end or the end of the text.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const start = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new SyntaxError(`row ${rows.length}: stray quote near ${JSON.stringify(text.slice(start, start + 20))}`);
    const [, quoted, plain, end] = match;
    rows.at(-1).push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end !== ',' && field.lastIndex < text.length) rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0]);
}

function typed(text) {
  if (text === '') return null;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  // Not 007 or +49...: leading zeros and signs belong to codes and phone numbers.
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text;
}

const [header, ...rows] = parse(input.csv.replace(/^\ufeff/, ''));
const keys = header.map(camelCase);
const ragged = rows.findIndex((row) => row.length !== keys.length);
if (ragged !== -1) throw new Error(`row ${ragged + 2} has ${rows[ragged].length} fields, the header has ${keys.length}`);
return rows.map((row) => Object.fromEntries(keys.map((key, index) => [key, typed(row[index])])));
