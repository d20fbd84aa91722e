// Date in the zone of the server: fields, offsets and texts of instants, around changes of clocks and far away
// (from 1925 on: the engine has no seconds in an offset, which local mean time had)
const out = {};
const instants = [];
for (let year = 1925; year <= 2037; year += 1) for (let month = 0; month < 12; month += 1) instants.push(Date.UTC(year, month, 1 + ((year * 7 + month * 3) % 28), (year + month * 5) % 24, 30));
for (const year of [2038, 2050, 2100, 2399, 2500, 5000, 9999, 100000, 275000]) for (const month of [0, 3, 6, 9]) instants.push(Date.UTC(year, month, 15, 12));
instants.push(0, -1, 1, 8.64e15, Date.UTC(1986, 4, 4), Date.UTC(1991, 8, 15));
// Every change of clocks between 1950 and 2036: an hour on each side of it, and the moment itself.
const offset = (time) => new Date(time).getTimezoneOffset();
for (let time = Date.UTC(1950, 0, 1); time < Date.UTC(2036, 0, 1); time += 864e5 * 7) {
  if (offset(time) === offset(time + 864e5 * 7)) continue;
  let [low, high] = [time, time + 864e5 * 7];
  while (high - low > 1000) { const middle = Math.floor((low + high) / 2000) * 1000; if (offset(middle) === offset(low)) low = middle; else high = middle; }
  for (const step of [-36e5, -1000, 0, 36e5]) instants.push(high + step);
}
const two = (n) => String(n).padStart(2, '0');
let sum = 0;
for (const time of instants) {
  const date = new Date(time);
  const fields = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${date.getDay()} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${date.getMilliseconds()} ${date.getTimezoneOffset()}`;
  out[time] = `${fields} ${date.toString()} ${date.toDateString()} ${date.toTimeString()} ${date.toLocaleString('en-GB', { timeZoneName: 'short' })}`;
  sum += date.getHours();
}
out.sum = sum;
return out;
