"""Generated calls of the modules return here what they return in Node: hundreds of calls in one execution each."""

import json

import pytest
from differential import Script, beside_node, run_here

SEEDS = range(3)

# A generator of values in the script itself: both sides draw the same ones.
PRELUDE = """// generated calls
let state = input.seed * 2654435761 + 1;
const random = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
const int = (n) => Math.floor(random() * n);
const pick = (list) => list[int(list.length)];
const letters = ['a', 'b', 'Z', '0', '7', ' ', '&', '=', '%', '+', '[', ']', '.', ',', '_', '-', '/', '\\u00e9', '\\u00df',
  '\\u4e2d', '\\ud83d\\ude00', '\\u0301', '<', '"', "'", '\\n'];
const text = (most = 8) => Array.from({ length: int(most) }, () => pick(letters)).join('');
const number = () => pick([0, 1, -1, 0.5, 1e21, -7, 3.14159, 255, 2 ** 53, 1e-7, int(1000), random() * 1000 - 500]);
const value = (depth = 3) => pick([
  number, number, () => text(), () => text(), () => pick([true, false, null]), () => undefined,
  () => (depth ? Array.from({ length: int(4) }, () => value(depth - 1)) : 0),
  () => (depth ? Object.fromEntries(Array.from({ length: int(4) }, () => [text(4), value(depth - 1)])) : 'x'),
])();
const list = (make, most = 8) => Array.from({ length: int(most) }, make);
const show = (x) => (Object.is(x, -0) ? '-0' : typeof x === 'number' || x === undefined ? String(x)
  : x instanceof Date ? (isNaN(x) ? 'Invalid Date' : x.toISOString()) : JSON.stringify(x));
const t = (f) => { try { return show(f()); } catch (e) { return e.name; } };
const out = [];
for (let n = 0; n < input.calls; n++) out.push(call());
return out;
"""

CALLS = {
    "lodash": """
        const _ = require('lodash');
        const names = ['chunk', 'compact', 'flattenDeep', 'uniq', 'sortBy', 'reverse', 'camelCase', 'kebabCase', 'snakeCase',
          'startCase', 'words', 'deburr', 'escape', 'truncate', 'trim', 'toNumber', 'toInteger', 'toString', 'toPath',
          'isEmpty', 'size', 'cloneDeep', 'invert', 'keys', 'values', 'toPairs', 'sum', 'mean', 'max', 'min', 'round',
          'floor', 'countBy', 'groupBy', 'keyBy', 'head', 'last', 'tail', 'isPlainObject', 'defaultTo', 'capitalize'];
        function call() {
          const f = pick(names);
          const [a, b, path] = [value(), value(), text()];
          return [f, t(() => _[f](a)), t(() => _.get(a, path, 'd')), t(() => _.isEqual(a, b)), t(() => _.merge({}, a, b)),
            t(() => _.set({}, path, 1)), t(() => _.orderBy(list(value), [(x) => String(x)], ['desc'])),
            t(() => _.difference(list(number), list(number))), t(() => _.pad(text(), int(9), text(3)))];
        }""",
    "qs": """
        const qs = require('qs');
        const options = () => ({ allowDots: pick([true, false]), depth: int(7), comma: pick([true, false]),
          strictNullHandling: pick([true, false]), allowSparse: pick([true, false]), arrayLimit: int(25),
          duplicates: pick(['combine', 'first', 'last']), arrayFormat: pick(['indices', 'brackets', 'repeat', 'comma']),
          encode: pick([true, false]), encodeValuesOnly: pick([true, false]), skipNulls: pick([true, false]),
          format: pick(['RFC1738', 'RFC3986']), charset: pick(['utf-8', 'iso-8859-1']) });
        const part = () => pick(['a', 'b', 'a[b]', 'a[]', 'a[0]', 'a[1]', 'a.b', 'a[b][c]', '[]', 'x%5By%5D']) + pick(['=', '', '==']);
        function call() {
          const o = options();
          const query = list(() => part() + encodeURI(text()), 6).join('&');
          return [query, t(() => qs.parse(query)), t(() => qs.parse(query, o)), t(() => qs.parse(text(30), o)),
            t(() => qs.stringify(value(), o)), t(() => qs.parse(qs.stringify({ v: value() }, o), o))];
        }""",
    "date-fns": """
        const f = require('date-fns');
        const date = () => new Date(pick([0, 1, -1]) * int(4e9) * 1000 + int(1000));
        const moves = ['addDays', 'addMonths', 'addYears', 'addWeeks', 'addQuarters', 'addHours', 'addBusinessDays', 'setMonth',
          'setDate', 'setDay', 'setHours', 'setYear', 'setQuarter', 'setISOWeek', 'setWeek', 'setDayOfYear'];
        const spans = Object.keys(f).filter((n) => /^differenceIn|^isSame/.test(n)).sort();
        const points = Object.keys(f).filter((n) => /^(startOf|endOf|lastDayOf)(?!.*(Today|Tomorrow|Yesterday))/.test(n)).sort();
        const tokens = ['yyyy', 'yy', 'MM', 'MMMM', 'd', 'do', 'EEE', 'HH', 'hh', 'mm', 'ss', 'SSS', 'a', 'II', 'RRRR', 'QQQ', 'DDD',
          'xxx', 'PPPp', 'B'];
        function call() {
          const [a, b, n] = [date(), date(), pick([0, 1, -1, 5, 30, -400, NaN, 1.5])];
          const pattern = Array.from({ length: 3 }, () => pick(tokens)).join(pick(['-', ' ', '/']));
          const [move, span, point] = [pick(moves), pick(spans), pick(points)];
          const o = { useAdditionalDayOfYearTokens: true, weekStartsOn: int(7) };
          return [move, span, point, pattern, t(() => f[move](a, n, o)), t(() => f[span](a, b)), t(() => f[point](a, o)),
            t(() => f.format(a, pattern, o)), t(() => f.parse(f.format(a, pattern, o), pattern, b, o)),
            t(() => f.formatDistance(a, b)), t(() => f.intervalToDuration({ start: a, end: b })),
            t(() => f.parseISO(a.toISOString().slice(0, int(25)))), t(() => f.parseISO(text(12)))];
        }""",
    "crypto-js": """
        const C = require('crypto-js');
        const hashes = ['MD5', 'SHA1', 'SHA256', 'SHA224', 'SHA512', 'SHA384', 'SHA3', 'RIPEMD160'];
        const hex = (n) => C.enc.Hex.parse(Array.from({ length: n }, () => int(256).toString(16).padStart(2, '0')).join(''));
        function call() {
          const [message, key, h] = [text(60), text(), pick(hashes)];
          const options = { iv: hex(16), mode: C.mode[pick(['CBC', 'CFB', 'CTR', 'OFB', 'ECB'])], padding: C.pad[pick(['Pkcs7', 'ZeroPadding'])] };
          const secret = hex(pick([16, 24, 32]));
          return [message, h, t(() => String(C[h](message))), t(() => C['Hmac' + h](message, key).toString(C.enc.Base64)),
            t(() => { const e = C.AES.encrypt(message, secret, options);
              return [String(e.ciphertext), C.AES.decrypt(e, secret, options).toString(C.enc.Utf8)]; }),
            t(() => C.enc.Base64.parse(text()).toString()), t(() => C.enc.Utf8.parse(message).toString(C.enc.Base64url))];
        }""",
}


@pytest.mark.slow
@pytest.mark.parametrize("module", CALLS)
def test_generated_calls_return_what_they_return_in_node(server, module):
    calls = {"crypto-js": 40}.get(module, 150)
    scripts = [
        Script(
            "generated",
            f"{module}-{seed}",
            PRELUDE.replace("let state", f"{CALLS[module]}\nlet state"),
            json.dumps({"seed": seed, "calls": calls}),
        )
        for seed in SEEDS
    ]
    for each in beside_node(scripts, run_here(server, scripts)):
        assert each.node.kind == each.here.kind == "OK", each
        pairs = zip(json.loads(each.node.result), json.loads(each.here.result), strict=True)
        different = [(theirs, ours) for theirs, ours in pairs if theirs != ours]
        assert not different, (each.script.name, len(different), different[0])
