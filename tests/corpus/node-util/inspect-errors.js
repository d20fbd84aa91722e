// errors within values, their causes and extra properties
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { inspect } = require('util');
const bare = (error) => { error.stack = `${error.name}: ${error.message}`; return error; };
t('error', () => inspect(bare(new Error('boom'))));
t('type', () => inspect({ e: bare(new TypeError('bad')) }));
t('props', () => inspect(Object.assign(bare(new Error('x')), { code: 'E_X', detail: { a: 1 } })));
t('cause', () => inspect(bare(new Error('outer', { cause: bare(new Error('inner')) }))));
t('causeValue', () => inspect(bare(new Error('outer', { cause: 'text' }))));
t('aggregate', () => inspect(bare(new AggregateError([bare(new Error('a')), bare(new Error('b'))], 'many'))));
t('custom', () => { class MyError extends Error { constructor(m) { super(m); this.name = 'MyError'; } } return inspect(bare(new MyError('mine'))); });
t('noStack', () => { const e = new Error('x'); e.stack = undefined; return inspect(e); });
t('emptyStack', () => { const e = new Error('x'); e.stack = ''; return inspect(e); });
t('renamed', () => { const e = bare(new Error('x')); e.name = 'Other'; return inspect(e); });
t('nested', () => inspect({ list: [bare(new RangeError('r'))] }, { depth: 0 }));
t('message', () => inspect(bare(new Error(''))));
t('multi', () => inspect(bare(new Error('line one\nline two'))));
return out;
