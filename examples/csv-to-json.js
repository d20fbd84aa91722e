// Reads CSV as spreadsheets write it (quotes, doubled quotes, commas and line ends inside fields, a byte order mark)
// into objects with camelCase keys, real numbers and booleans. For uploads that somebody else's spreadsheet made.
const camelCase = require('lodash/camelCase');

function parse(text) {
  // A field is quoted or plain, and ends at a comma, at a line end, or where the text ends.
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  const records = [[]];
  let end;
  do {
    const match = field.exec(text);
    if (match === null) throw new SyntaxError(`record ${records.length}: a quote that does not belong, or is missing`);
    const [, quoted, plain] = match;
    end = match[3];
    records.at(-1).push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end !== '' && end !== ',') records.push([]);
  } while (end !== '');
  // Empty lines, such as the one after the last line end.
  return records.filter((record) => record.length > 1 || record[0] !== '');
}

function typed(text) {
  if (text === '') return null;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  // Not 007 and not +49: leading zeros and plus signs belong to codes and phone numbers.
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text;
}

const [header = [], ...records] = parse(input.csv.replace(/^\ufeff/, ''));
const keys = header.map(camelCase);

return records.map((record, index) => {
  if (record.length !== keys.length) {
    throw new Error(`record ${index + 2} has ${record.length} fields, the header has ${keys.length}`);
  }
  return Object.fromEntries(keys.map((key, column) => [key, typed(record[column])]));
});
