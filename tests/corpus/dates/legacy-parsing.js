// free texts that only the engine's own rules read
const p = (s) => { const t = Date.parse(s); return Number.isNaN(t) ? 'invalid' : new Date(t).toISOString(); };
return ['12/25/1995 10:00', 'Dec 25, 1995 10:00 PST', '25 December 1995 at 10', '1995.12.25', '12-25-1995', '25-12-1995', '10:00', 'Jan 2024', '2024 Jan 5', '2024-02-29 12:00 +0200', '2024-02-29 12:00:00.5', '(comment) Jan 1 2000', 'Jan 1 2000 (comment)', '2000-01-01T00:00:00.000+00:00', 'x 2024', 'Sat 2024-02-03', '2024-2-3 4:5', 'May 5 2024 5pm', '2024-02-29T1:00'].map((s) => [s, p(s)]);
