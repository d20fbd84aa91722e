// words and case mapping of unicode texts, emoji, apostrophes, ordinals
const _ = require('lodash');
const ts=['aujourd\'hui','O’Reilly','1st 2nd 3RD','👨‍👩‍👧 family','🇩🇪flag','İstanbul','ǅungla','e\u0301a','Ωmega','id2Name','HTML5Parser','ALLCAPS','x\u00a0y','—dash—','ﬁsh','ß','привет Мир','日本語テキスト','a1b2','v1.2.3']; return ts.map(t=>[_.words(t),_.camelCase(t),_.snakeCase(t),_.startCase(t),_.deburr(t),_.toArray(t).length,_.upperFirst(t),_.truncate(t,{length:6})]);
