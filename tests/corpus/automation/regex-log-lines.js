// log lines by matchAll and sticky patterns
const log = '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a.gif?x=1 HTTP/1.0" 200 2326\n::1 - bob [10/Oct/2000:13:55:37 -0700] "POST /form HTTP/1.1" 500 -\nbroken line\n';
const line = /^(?<ip>\S+) \S+ (?<user>\S+) \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<path>[^ "]+)[^"]*" (?<status>\d{3}) (?<size>\d+|-)$/gm;
const rows = [...log.matchAll(line)].map(({ groups, index }) => ({ ...groups, index, size: groups.size === '-' ? null : +groups.size }));
const token = /\s*(?:(\d+)|([a-z]+)|(.))/gy; const tokens = []; for (let m; (m = token.exec('a1 + 22b')) !== null;) tokens.push([m[0], m[1], m[2], m[3], token.lastIndex]);
return { rows, tokens, after: token.lastIndex, split: 'a1b22c'.split(/(\d)(\d)?/), replaced: log.replace(line, (...args) => { const g = args.at(-1); return `${g.method} ${g.status} ${args.length}`; }), dollar: 'price 5'.replace(/(\d)/, '[$1|$&|$`|$\'|$$|$2|$<x>]') };
