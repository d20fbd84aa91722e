// the formats that the module exports
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [Object.keys(qs), qs.formats.default, qs.formats.RFC1738, qs.formats.RFC3986, qs.formats.formatters.RFC1738('a%20b'), qs.formats.formatters.RFC3986('a b'), qs.parse.length, qs.stringify.length];
