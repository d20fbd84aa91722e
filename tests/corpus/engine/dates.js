// lower-case letters in dates, and Date without new
const lowercase = await (async () => {
  // lower-case letters of zones and separators in dates
  return ['2024-02-29T12:30:45z', '2024-02-29t12:30:45Z', '2024-02-29t12:30z', 'thu, 29 feb 2024 12:30:00 gmt', 'feb 29, 2024', '29 FEB 2024 10:00 utc'].map((s) => { const n = Date.parse(s); return [s, Number.isNaN(n) ? 'NaN' : n]; });
})();
const called = await (async () => {
  // Date called without new leaves out the name of the zone
  return { asFunction: Date().replace(/^.*GMT/, 'GMT'), asObject: new Date(0).toString().replace(/^.*GMT/, 'GMT') };
})();
return { lowercase, called };
