// URL setters one after the other, refused values, search params kept in step
const u = new URL('http://user@example.com:8080/a?b=1#c'); const log = [];
const set = (name, value) => { try { u[name] = value; log.push([name, value, u.href]); } catch (e) { log.push([name, value, e.name]); } };
for (const [n, v] of [['protocol', 'https'], ['protocol', 'mailto'], ['port', '443'], ['port', '99999'], ['port', '8x'], ['host', 'other.org:99'], ['hostname', 'ünï.de'], ['hostname', 'a b'], ['pathname', 'x y/../z'], ['search', '?q=ü&r=1'], ['hash', 'h h'], ['username', 'a:b'], ['password', 'p@ss'], ['search', ''], ['hash', '#'], ['href', 'nope'], ['href', 'http://new/']]) set(n, v);
u.searchParams.append('k', 'a b&c'); u.searchParams.set('k2', '+'); log.push(u.href); u.search = '?z=9'; log.push([...u.searchParams]);
return { log, can: [URL.canParse('x'), URL.canParse('x', 'http://a')], json: JSON.stringify(u), keys: typeof u.toString };
