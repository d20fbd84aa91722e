// a logger of util.format, os.EOL and process streams
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const util = require('node:util');
const { EOL } = require('node:os');
const levels = ['debug', 'info', 'warn'];
const lines = [];
const logger = Object.fromEntries(levels.map((level) => [level, (...args) => {
  const line = util.format('[%s] %s', level.toUpperCase(), util.formatWithOptions({ depth: 1, compact: true }, ...args));
  lines.push(line);
  process.stdout.write(line + EOL);
}]));
logger.info('order %d of %s', 5, { id: 'x', deep: { a: { b: 1 } } });
logger.warn('%j', { a: [1] });
logger.debug(new Map([['k', [1, 2]]]), 'tail');
return lines;
