// util.parseEnv
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { parseEnv } = require('util');
for (const text of ['A=1', 'A=1\nB=2', 'A="x y"', "A='x y'", 'A=`x`', 'A = spaced ', '# note\nA=1', 'A=1 # note', 'A="1 # not"', 'export A=1', 'A=', 'A', '', 'A="a\\nb"', "A='a\\nb'", 'A=1\r\nB=2', 'A=x=y', '\n\nA=1\n']) t(JSON.stringify(text), () => ({ ...parseEnv(text) }));
t('bad', () => parseEnv(5));
return out;
