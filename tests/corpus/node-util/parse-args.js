// util.parseArgs
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { parseArgs } = require('util');
const run = (config) => { const { values, positionals, tokens } = parseArgs(config); return { values: { ...values }, positionals, tokens }; };
const options = { flag: { type: 'boolean', short: 'f' }, name: { type: 'string', short: 'n' }, list: { type: 'string', multiple: true }, level: { type: 'string', default: 'info' } };
for (const args of [['-f'], ['--flag', '--name', 'x'], ['--name=x'], ['-nx'], ['-fn', 'x'], ['--list', 'a', '--list=b'], ['pos'], ['--', '--flag'], ['--unknown'], ['--flag=1'], ['--name'], ['--name', '--flag'], ['-x'], ['--no-flag'], []]) {
  t(`strict ${args}`, () => run({ args, options }));
  t(`positional ${args}`, () => run({ args, options, allowPositionals: true, tokens: true }));
  t(`loose ${args}`, () => run({ args, options, strict: false }));
}
t('badType', () => run({ args: [], options: { a: { type: 'number' } } }));
t('badShort', () => run({ args: [], options: { a: { type: 'string', short: 'ab' } } }));
t('badArgs', () => run({ args: 'x' }));
t('negative', () => run({ args: ['--no-flag'], options, allowNegative: true }));
return out;
