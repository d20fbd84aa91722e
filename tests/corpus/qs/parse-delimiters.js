// delimiters, prefixes and limits together
const qs = require('qs');
return {
  semicolon: qs.parse('a=1;b=2,c=3', { delimiter: ';' }), pattern: qs.parse('a=1;b=2,c=3', { delimiter: /[;,]/ }), long: qs.parse('a=1&&b=2&&', { delimiter: '&&' }),
  cookies: qs.parse('sid=abc; theme=dark;lang=de', { delimiter: /;\s*/ }), prefix: [qs.parse('?a=1', { ignoreQueryPrefix: true }), qs.parse('?a=1'), qs.parse('??a=1', { ignoreQueryPrefix: true })],
  limits: [1, 2, Infinity].map((parameterLimit) => qs.parse('a=1&b=2&c=3', { parameterLimit })), empty: ['', '?', '&', '=', '=x', '&&a=1&', 'a==b', 'a=b=c'].map((x) => qs.parse(x)),
};
