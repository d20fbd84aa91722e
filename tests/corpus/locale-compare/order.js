// localeCompare and Intl.Collator: English, pinyin, stroke, numeric, case and accents
const out = {};
const words = ['zebra', 'Apple', 'apple', 'Äpfel', 'äpfel', 'résumé', 'resume', 'Resume', 'co-op', 'coop', 'co op', 'file10', 'file2', 'file1', 'File2', '', ' ', '_a', '-a', 'a-', '1', '10', '2', 'ñ', 'n', 'o', 'ö', 'z', 'ß', 'ss', 'straße', 'strasse', 'Å', 'Z', 'é', 'e\u0301', '中国', '北京', '上海', '重庆', '长沙', '银行', '张三', '李四', '王五', '赵六', '安', '阿', '一', '二', '三', 'bàng,wǎn', 'bāng', 'カ', 'か', 'が', '가', '😀', 'ＡＢＣ'];
for (const locale of [undefined, 'en-US', 'en-GB', 'zh-CN', 'zh-TW', 'de', 'sv', 'ja', 'zh-CN-u-co-stroke', 'de-u-co-phonebk', 'en-u-kn-true', 'en-u-kf-upper', 'da'])
  for (const options of [undefined, { numeric: true }, { sensitivity: 'base' }, { sensitivity: 'accent' }, { sensitivity: 'case' }, { caseFirst: 'upper' }, { ignorePunctuation: true }, { usage: 'search' }]) {
    const collator = new Intl.Collator(locale, options);
    out[`${locale} ${JSON.stringify(options)}`] = [[...words].sort(collator.compare).join(' '), options?.usage === 'search' ? '' : JSON.stringify(collator.resolvedOptions())];
    out[`pairs ${locale} ${JSON.stringify(options)}`] = words.map((word, i) => word.localeCompare(words[(i * 7 + 3) % words.length], locale, options)).join('');
  }
out.names = ['张伟', '王芳', '李娜', '刘洋', '陈静', '杨勇', '赵磊', '黄艳', '周杰', '吴秀英', '徐敏', '孙超', '欧阳', '阿明'].sort((a, b) => a.localeCompare(b, 'zh-CN'));
out.plain = ['b', 'a', 'C', 'A', 'c', 'B'].sort((a, b) => a.localeCompare(b));
out.coerced = ['a'.localeCompare(), 'undefined'.localeCompare(undefined), '1'.localeCompare(1), String.prototype.localeCompare.call(5, '5')];
out.equal = ['a'.localeCompare('a'), 'e\u0301'.localeCompare('\u00e9'), 'a\u0000b'.localeCompare('ab'), 'a'.localeCompare('A', 'en', { sensitivity: 'base' })];
const many = Array.from({ length: 500 }, (_, i) => `item ${(i * 7919) % 500}`);
out.many = many.sort(new Intl.Collator('en', { numeric: true }).compare).join();
return out;
