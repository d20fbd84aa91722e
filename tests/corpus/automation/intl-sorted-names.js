// names sorted for people: by language, case, accents, numbers
const names = ['Zoë', 'zoe', 'Ärzte', 'Arzt', 'öl', 'Oslo', 'Åse', 'item 10', 'item 9', 'Item 9', 'ñandú', 'nube', 'čaj', 'cena', 'ｆｕｌｌ', 'full', '中', '王', 'a-b', 'ab', "a'b", 'A B'];
const by = (l, o) => [...names].sort(new Intl.Collator(l, o).compare);
return [[...names].sort(), by('en'), by('de'), by('sv'), by('es'), by('cs'), by('zh-CN'), by('en', { numeric: true, sensitivity: 'base' }), by('en', { ignorePunctuation: true }), by('de-u-co-phonebk'), by('en', { caseFirst: 'upper' }), 'a'.localeCompare('á', 'en', { sensitivity: 'base' }), 'ß'.localeCompare('ss', 'de'), 'İ'.toLocaleLowerCase('tr').length, 'i'.toLocaleUpperCase('tr'), 'ΑΣ'.toLowerCase()];
