// Local time to instants: constructor, setters and Date.parse in gaps and overlaps, and on ordinary days
const out = {};
const shown = (date) => (Number.isNaN(+date) ? 'Invalid' : date.toISOString());
const attempt = (name, call) => { try { out[name] = call(); } catch (error) { out[name] = `${error.name}: ${error.message}`; } };
const two = (n) => String(n).padStart(2, '0');
const offset = (time) => new Date(time).getTimezoneOffset();
const days = [[2024, 0, 1], [2024, 1, 29], [2024, 6, 4], [2023, 11, 31], [1999, 5, 15], [2035, 2, 3], [2100, 6, 1], [3000, 0, 1]];
for (let time = Date.UTC(1960, 0, 1); time < Date.UTC(2036, 0, 1); time += 864e5) {
  if (offset(time) !== offset(time + 864e5)) for (const shift of [-1, 0, 1]) { const day = new Date(time + shift * 864e5 + 432e5); days.push([day.getFullYear(), day.getMonth(), day.getDate()]); }
}
for (const [year, month, day] of days) {
  const made = [];
  const parsed = [];
  const set = [];
  for (let hour = 0; hour < 24; hour++) {
    made.push(+new Date(year, month, day, hour, 30));
    parsed.push(Date.parse(`${String(year).padStart(4, '0')}-${two(month + 1)}-${two(day)}T${two(hour)}:30`), +new Date(`${month + 1}/${day}/${year} ${hour}:15:20`));
    const date = new Date(year, month, day, 12);
    date.setHours(hour, 30);
    set.push(+date);
  }
  out[`${year}-${month + 1}-${day}`] = [made, parsed, set].map((list) => list.map((time) => time / 6e4).join());
}
const texts = ['2024-03-10', '2024-03-10T02:30', '2024-03-10T03:30:00Z', '2024/03/10', '2024/3/10 03:30', 'Mar 1, 2024 10:00', 'March 1, 2024', '1 Mar 2024', 'Fri, 01 Mar 2024 10:00:00 GMT', 'Fri Mar 01 2024 10:00:00 GMT+0800 (China Standard Time)', '01 Mar 2024 10:00:00 +0530', '2024-03-10 03:30', '2024-03', '2024', '20240310', '3/10/2024', '03-10-2024', '12:30', 'foo', '', '2024-13-01', '2024-02-30', '2024-03-10T24:00', '2024-03-10T25:00', '2024-03-10T03:30:00.123456Z', '+002024-03-10T00:00Z', '-000001-01-01T00:00Z', '2024-03-10T03:30+0800', '2024-03-10T03:30:15.5', 'Mar 1 2024 10:00 PM', 'Mar 1 2024 10:00 EST', '2024年3月1日', '1/2/24', '1/2/50', 'Tue Mar 01 2022', '2024-3-1', '2024-03-10T3:30', '  2024-03-10  ', '10:00 Mar 1 2024', 'Mar 2024', 'Sept 1 2024', '2024.03.10', '2024-03-10T03:30:60', '2024-04-31', '2024/2/30', 'Thu, 01 Jan 1970 00:00:00 GMT+0200', '0', '1', '31', '32', '99', '2024-11-03T01:30', '2024-11-03T01:30:00-04:00', '2024-10-27 02:30', '2024-03-31 02:30'];
for (const text of texts) attempt(`parse ${text}`, () => [shown(new Date(text)), Date.parse(text) === +new Date(text) || Number.isNaN(Date.parse(text))]);
const base = () => new Date(2024, 2, 9, 2, 30, 45, 678);
for (const [name, ...values] of [['setDate', 10], ['setDate', 0], ['setDate', 40], ['setMonth', 10], ['setMonth', 1, 31], ['setMonth', -1], ['setFullYear', 2025], ['setFullYear', 2024, 10, 3], ['setFullYear', NaN], ['setHours', 26], ['setHours', 1, 2, 3, 4], ['setHours', 24.9], ['setMinutes', 90], ['setMinutes', -1, 5], ['setSeconds', 3600], ['setSeconds', 1, 2], ['setMilliseconds', 5000], ['setMilliseconds', '7'], ['setMonth', 'x'], ['setDate', undefined], ['setDate'], ['setTime', 0], ['setYear', 99], ['setUTCHours', 3]])
  attempt(`${name} ${values}`, () => { const date = base(); const answer = date[name](...values); return [shown(date), answer]; });
attempt('invalid stays', () => { const date = new Date(NaN); date.setHours(1); return shown(date); });
attempt('invalid is mended', () => { const date = new Date(NaN); date.setFullYear(2024); return shown(date); });
for (const values of [[2024, 0], [99, 0], [2024, 14, 40, 30, 80, 80, 1800], [2024, NaN], [2024, undefined], [2024, 0, 1, 0, 0, 0, 0, 99], ['2024', '5'], [2024.9, 1.9], [1e9, 0], [8.64e15], [8.64e15 + 1], [undefined], [null], [true], ['5'], [[2024, 2]], [new Date(5)], [{ valueOf: () => 7 }], [{ [Symbol.toPrimitive]: (hint) => `${hint === 'default' ? '2024-03-10T00:00' : 'x'}` }]])
  attempt(`new Date(${values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))})`, () => shown(new Date(...values)));
attempt('shape', () => [Date.length, Date.name, typeof Date(), Object.getOwnPropertyNames(Date).sort(), Object.prototype.toString.call(new Date()), new Date().constructor === Date, Date.prototype.constructor === Date, new Date(0) instanceof Date, Reflect.ownKeys(new Date())]);
attempt('class', () => { class Day extends Date { get day() { return this.getDate(); } } const day = new Day(2024, 2, 10, 3, 30); return [day.day, shown(day), day instanceof Day, day.constructor.name]; });
attempt('JSON', () => JSON.stringify({ at: new Date(2024, 2, 10, 3, 30) }));
attempt('primitive', () => [`${new Date(2024, 2, 10)}`, new Date(5) - 3, new Date(2024, 2, 10)[Symbol.toPrimitive]('default') === String(new Date(2024, 2, 10)), new Date(0) + '']);
attempt('UTC', () => [Date.UTC(2024, 2), Date.UTC(2024), Date.UTC(99, 0), new Date(2024, 2, 10, 3).toUTCString(), new Date(0).toGMTString()]);
attempt('zone', () => [new Intl.DateTimeFormat().resolvedOptions().timeZone.length > 0, new Date(2024, 2, 10, 3, 30).toLocaleString(), new Date(2024, 10, 3, 1, 30).toLocaleString('zh-CN', { timeZoneName: 'long' }), new Date(2024, 6, 1).toLocaleTimeString('en-US', { timeZoneName: 'short' }), new Date(2024, 6, 1).toLocaleDateString('en-GB')]);
const { addDays, addMonths, startOfDay, endOfMonth, format, parseISO, parse, differenceInCalendarDays, differenceInHours, startOfWeek, setHours, eachDayOfInterval, formatISO, addHours, getTimezoneOffset } = require('date-fns');
attempt('date-fns', () => [[2024, 2, 9], [2024, 10, 2], [2024, 9, 26], [2024, 3, 6], [2024, 2, 30]].map(([y, m, d]) => {
  const day = new Date(y, m, d, 2, 30);
  return [addDays(day, 1), addMonths(day, 1), startOfDay(addDays(day, 1)), endOfMonth(day), startOfWeek(day), setHours(addDays(day, 1), 2), addHours(day, 24), parseISO('2024-03-10T02:30:00'), parse('2024-11-03 01:30', 'yyyy-MM-dd HH:mm', day)].map((date) => `${shown(date)} ${format(date, "yyyy-MM-dd HH:mm:ssXXX 'GMT'O")} ${formatISO(date)}`).concat(differenceInCalendarDays(addDays(day, 2), day), differenceInHours(addDays(day, 2), day), eachDayOfInterval({ start: day, end: addDays(day, 3) }).length);
}));
return out;
