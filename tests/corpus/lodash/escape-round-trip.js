// escape, unescape, escapeRegExp, deburr on what needs it and what does not
const _ = require('lodash');
const texts = ['<a href="x">\'&\'</a>', '&amp;lt;', '&#39;&#x27;&quot;&copy;', 'plain', '', '`', '&', '&&lt;'];
return { escape: texts.map(_.escape), unescape: texts.map(_.unescape), round: texts.every((t) => _.unescape(_.escape(t)) === t), regex: ['^$.*+?()[]{}|\\/-', 'a.b'].map(_.escapeRegExp), used: new RegExp(_.escapeRegExp('1+1=2?')).test('1+1=2?'), deburr: ['Ærø Œuvre ŉ ſ Ĳ', 'ÀÉÎÕÜ çñß', 'Þór Đorđe Łódź', 'e\u0301', 'Åström'].map(_.deburr), nil: [_.escape(null), _.unescape(undefined), _.deburr(null)] };
