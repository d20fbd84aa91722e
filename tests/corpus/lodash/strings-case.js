// camelCase, kebabCase, snakeCase, startCase, upperFirst, deburr, words over odd texts
const _ = require('lodash');
const ts=['Foo Bar','--foo-bar--','__FOO_BAR__','fooBar2baz','XMLHttpRequest','Crème brûlée','déjà vu','12 feet','enable 6h format','naïve café №5','you\u2019ll','LETTERS aeiou','🦄 emoji test','ÀÉÎõü','straße','中文 测试 abc','a.b-c_d e','']; const out={}; for (const f of ['camelCase','kebabCase','snakeCase','startCase','lowerCase','upperCase','capitalize','lowerFirst','upperFirst','deburr','words','toUpper','toLower']) out[f]=ts.map(t=>_[f](t)); return out;
