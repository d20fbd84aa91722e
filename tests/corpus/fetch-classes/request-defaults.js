// Request: its attributes without options
const r = new Request('http://example.com/a?b#c');
const shown = {}; for (const key of ['method', 'url', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'duplex', 'bodyUsed']) shown[key] = r[key];
return [shown, r.body, [...r.headers], r.signal.aborted, r.signal instanceof AbortSignal, String(r)];
