// dates as partners write them become one form; what cannot be is named
const { parse, isValid, formatISO, fromUnixTime } = require('date-fns'); const { de, zhCN, fr, enUS } = require('date-fns/locale');
const FORMS = [['yyyy-MM-dd', enUS], ['dd.MM.yyyy', de], ['d. MMMM yyyy', de], ['MM/dd/yyyy', enUS], ['MMMM do, yyyy', enUS], ['d MMMM yyyy', fr], ['yyyy年M月d日', zhCN], ['yyyyMMdd', enUS], ["RRRR-'W'II", enUS], ['d-MMM-yy', enUS]];
const base = new Date(2024, 0, 1);
function read(text) {
  if (/^\d{10}$/.test(text)) return { date: formatISO(fromUnixTime(+text), { representation: 'date' }), by: 'unix' };
  if (/^\d{5}$/.test(text)) return { date: formatISO(new Date(1899, 11, 30 + Number(text)), { representation: 'date' }), by: 'excel' };
  for (const [form, locale] of FORMS) { const date = parse(text.trim(), form, base, { locale }); if (isValid(date) && date.getFullYear() > 1000) return { date: formatISO(date, { representation: 'date' }), by: form }; }
  return null;
}
const texts = ['2024-02-29', '29.02.2024', '3. März 2024', '02/29/2024', 'March 3rd, 2024', '3 mars 2024', '2024年3月3日', '20240303', '2024-W09', '3-Mar-24', '1709251200', '45351', '31.02.2024', '2023-02-29', '13/13/2024', 'tomorrow', '', ' 2024-01-05 ', '1.1.24'];
return texts.map((text) => [text, read(text)]);
