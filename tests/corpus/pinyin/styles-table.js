// every style for syllables with each initial and odd finals
const { pinyin } = require('pinyin');
const chars = [...'波泼摸佛得特呢了哥科喝鸡七西知吃诗日字词思衣乌鱼女绿云远月安恩昂儿哦'];
const styles = Object.keys(pinyin).filter((k) => /^STYLE_/.test(k)).sort();
return { styles, table: styles.map((s) => [s, chars.map((c) => pinyin(c, { style: pinyin[s] })[0][0]).join(' ')]), byName: ['normal', 'tone', 'tone2', 'to3ne', 'initials', 'first_letter', 'passport', 'TONE2', 'nope'].map((style) => [style, pinyin('绿女', { style })]) };
