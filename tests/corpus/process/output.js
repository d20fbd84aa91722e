// writes of process.stdout and stderr are messages
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { format } = require('util');
t('writes', () => [process.stdout.write('plain\n'), process.stdout.write('100% %s\n'), process.stderr.write('to err\n'), process.stdout.write(Buffer.from('bytes\n')), process.stdout.write('no end')]);
t('types', () => [typeof process.stdout.write]);
process.stdout.write(format('%s is %d\n', 'x', 5));
t('many', () => process.stdout.write('a\nb\n'));
return out;
