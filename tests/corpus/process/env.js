// an empty environment that takes texts
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
t('empty', () => Object.keys(process.env).length);
t('texts', () => { process.env.A = 1; process.env.B = undefined; process.env.C = null; process.env.D = true; process.env.E = { toString: () => 'obj' }; return Object.entries({ ...process.env }).sort(); });
t('read', () => [process.env.A, process.env.NOPE, 'A' in process.env, 'NOPE' in process.env]);
t('delete', () => { delete process.env.A; return [process.env.A, Object.keys(process.env).sort(), delete process.env.NOPE]; });
t('symbol', () => { process.env.S = Symbol('x'); });
t('assign', () => Object.entries(Object.assign(process.env, { F: 5 })).sort());
t('default', () => process.env.NODE_ENV ?? 'none');
t('json', () => JSON.stringify(process.env).length);
return out;
