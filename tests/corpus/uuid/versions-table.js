// validate and version of each version and variant digit
const { validate, version } = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const ids = []; for (const v of '0123456789abcdef') for (const variant of '078bcf') ids.push(`12345678-1234-${v}234-${variant}234-123456789abc`);
return { valid: ids.filter(validate).map((x) => x[14] + x[19]).join(' '), versions: ids.map((x) => t(() => version(x))).join(' '), odd: [' 12345678-1234-4234-8234-123456789abc', '12345678-1234-4234-8234-123456789abc\n', '12345678123442348234123456789abc', 'g2345678-1234-4234-8234-123456789abc', {}, [], true, new String('12345678-1234-4234-8234-123456789abc')].map((x) => validate(x)) };
