// parse refuses tokens that exclude each other, unescaped letters, protected tokens
const f = require('date-fns');
const t = (...a) => { try { const r = f.parse(...a, new Date(0)); return isNaN(r) ? 'invalid' : f.formatISO(r, { representation: 'date' }); } catch (e) { return e.name + ': ' + e.message.slice(0, 60); } };
const protectedOnes = ['YYYY', 'DD', 'D', 'YY'].map((p) => { try { return [p, f.isValid(f.parse('20', p, new Date(0)))]; } catch (e) { return [p, e.name, e.message]; } });
return { conflicts: [['1 1', 'M MMM'], ['2024 24', 'yyyy yy'], ['1 1', 'd D'], ['12 PM 13', 'h a H'], ['10 10', 'T t']].map((a) => t(...a)), letters: [t('n', 'n'), t('2024x', 'yyyyx')], protectedOnes, allowed: f.parse('2020 1', 'YYYY w', new Date(0), { useAdditionalWeekYearTokens: true }), rest: t('2024-01-01 more', 'yyyy-MM-dd'), empty: t('', ''), emptyBoth: t('x', '') };
