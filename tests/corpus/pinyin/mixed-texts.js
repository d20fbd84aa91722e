// Chinese with Latin, digits, emoji, spaces, full-width characters and other scripts
const { pinyin } = require('pinyin');
const texts = ['iPhone 15 手机', '2024年2月29日', '你好,world!', '价格:¥99.9元', '👨‍👩‍👧家庭', 'Ａ座１２层', 'カタカナ漢字', '한국어中文', '  空 格  ', '换\n行\t', 'пример中', '', ' ', '中-文_测.试', '𠮷野家', 'e=mc²公式'];
return texts.map((text) => [pinyin(text), pinyin(text, { style: 'first_letter' }).flat().join('')]);
