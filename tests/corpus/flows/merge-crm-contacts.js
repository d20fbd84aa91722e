// contacts of two systems are matched, merged by newest value, changes listed
const _ = require('lodash'); const { v5 } = require('uuid'); const { parseISO, max } = require('date-fns');
const crm = [{ id: 'c1', mail: 'Ada@Example.com', name: 'Ada L', phone: '+49 30 123', updated: '2024-01-05' }, { id: 'c2', mail: 'bob@example.com', name: 'Bob', updated: '2024-02-01', tags: ['vip'] }];
const shop = [{ email: 'ada@example.com ', fullName: 'Ada Lovelace', updated: '2024-02-10T10:00:00Z', tags: ['tea'] }, { email: 'eve@example.com', fullName: 'Eve', updated: '2024-01-01' }];
const key = (m) => m.trim().toLowerCase();
const records = [...crm.map((c) => ({ ...c, mail: key(c.mail), source: 'crm' })), ...shop.map((s) => ({ mail: key(s.email), name: s.fullName, updated: s.updated, tags: s.tags, source: 'shop' }))];
const merged = _(records).groupBy('mail').map((group, mail) => { const sorted = _.sortBy(group, (g) => parseISO(g.updated)); const value = _.assignWith({}, ...sorted.map((g) => _.omit(g, ['source', 'tags'])), (old, fresh) => (fresh === undefined ? old : fresh)); return { ...value, key: v5(mail, v5.URL), tags: _(group).flatMap('tags').compact().uniq().sort().value(), sources: _.map(group, 'source').sort(), updated: max(group.map((g) => parseISO(g.updated))).toISOString() }; }).sortBy('mail').value();
const changes = merged.map((m) => { const before = crm.find((c) => key(c.mail) === m.mail); return before ? { mail: m.mail, changed: _.keys(_.pickBy(_.pick(m, ['name', 'phone']), (v, k) => v !== before[k])) } : { mail: m.mail, created: true }; });
return { merged, changes };
