// setDefaultOptions reaches format, weeks and distances, and goes back
const f = require('date-fns');
const de = require('date-fns/locale/de').de; const d = new Date('2024-03-03T10:00');
const look = () => [f.format(d, 'PPPP'), f.startOfWeek(d), f.getWeek(d), f.formatDistance(d, f.addDays(d, 2)), f.getWeeksInMonth(d)];
const before = look(); f.setDefaultOptions({ locale: de, weekStartsOn: 3 }); const during = look(); const override = f.startOfWeek(d, { weekStartsOn: 0 }); const keys = Object.keys(f.getDefaultOptions()).sort(); f.setDefaultOptions({ weekStartsOn: undefined }); const partly = look(); f.setDefaultOptions({ locale: undefined }); const after = look();
return { before, during, override, keys, partly, restored: JSON.stringify(after) === JSON.stringify(before) };
