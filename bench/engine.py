"""The engine that was built beside that of PyPI's dukpy: CPU time of kinds of work, call by call in turns.

    python -m bench.engine [--rounds N] [--only NAME] [--tree DIRECTORY]

Two servers of this tree, `--engine=built` and `--engine=pypi`, one isolate each; every call is the same script with the
same result, in a fresh isolate, and its CPU time is what the response says. Sides alternate, figures are medians. With
`--tree` the second server is that of another set-up tree, for two builds of one engine.
"""

import argparse
import json
import math
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from harness import ServerProcess  # noqa: E402

# Each takes 50 to 500 ms, far above what an isolate costs by itself, and returns something that both must agree on.
WORK = {
    "JSON": """
        const rows = Array.from({ length: 300 }, (_, id) => ({ id, name: 'row ' + id, tags: ['a', 'b"c', 'é'], at: id / 7,
          nested: { yes: true, none: null, list: [1, 2.5, -3e10] } }));
        let size = 0;
        for (let round = 0; round < 40; round++) size += JSON.stringify(JSON.parse(JSON.stringify(rows))).length;
        return size;""",
    "lodash": """
        const _ = require('lodash');
        const orders = Array.from({ length: 500 }, (_v, i) => ({ id: i, customer: 'c' + i % 37, total: i * 7 % 101,
          items: [{ sku: 'a' + i % 5, n: i % 3 }] }));
        let seen = 0;
        for (let round = 0; round < 12; round++) {
          const groups = _.groupBy(orders, 'customer');
          const sums = _.mapValues(groups, (list) => _.sumBy(list, 'total'));
          const top = _.orderBy(_.toPairs(sums), [1, 0], ['desc', 'asc']);
          seen += top.length + _.cloneDeep(orders).length + _.uniqBy(orders, (o) => o.items[0].sku).length;
        }
        return seen;""",
    "SHA-256 in script": """
        const SHA256 = require('crypto-js/sha256');
        let text = 'x'.repeat(2000);
        for (let round = 0; round < 25; round++) text = SHA256(text).toString() + text.slice(0, 1500);
        return text.slice(0, 64);""",
    "integer loop": """
        let sum = 0;
        for (let i = 0; i < 4000000; i++) sum = (sum + i * 3) & 0xffffff;
        return sum;""",
    "objects and closures": """
        class Point { constructor(x, y) { this.x = x; this.y = y; } plus(o) { return new Point(this.x + o.x, this.y + o.y); } }
        const add = (n) => (p) => p.plus(new Point(n, -n));
        let at = new Point(0, 0);
        for (let i = 0; i < 150000; i++) at = add(i % 5)(at);
        return [at.x, at.y];""",
    "regular expressions": """
        const line = '2026-11-29T12:00:01Z INFO [worker-17] user=ana.lopez@example.com took=12.5ms path=/a/b/c?x=1&y=2';
        let found = 0;
        for (let i = 0; i < 3000; i++) {
          const m = /^(\\d{4})-(\\d\\d)-(\\d\\d)T([\\d:]+)Z (\\w+) \\[([\\w-]+)\\]/.exec(line);
          found += m[6].length + line.replace(/[aeiou]/g, '_').length + (line.match(/(\\w+)=([^\\s&]+)/g) || []).length;
        }
        return found;""",
    "sort": """
        const numbers = []; let seed = 42;
        for (let i = 0; i < 20000; i++) { seed = (seed * 1103515245 + 12345) % 2147483648; numbers.push(seed); }
        const a = numbers.slice().sort((x, y) => x - y);
        const b = numbers.map((n) => 'k' + n).sort();
        return [a[0], a[19999], b[0], b[19999]];""",
    "building a text": """
        let text = '';
        for (let i = 0; i < 20000; i++) text += 'line ' + i + ', ';
        return text.length;""",
    "formatting dates": """
        const { format, addDays } = require('date-fns');
        const first = new Date(2026, 0, 1, 10, 20, 30);
        let length = 0;
        for (let i = 0; i < 1200; i++) length += format(addDays(first, i), 'yyyy-MM-dd HH:mm:ss EEEE do MMMM').length;
        return length;""",
    "maps and sets": """
        const counts = new Map(); const seen = new Set();
        for (let i = 0; i < 200000; i++) { const key = 'k' + i % 997; counts.set(key, (counts.get(key) || 0) + 1); seen.add(i % 5003); }
        return [counts.size, seen.size, counts.get('k7')];""",
}


def cpu_ms(server: ServerProcess, code: str) -> tuple[float, str]:
    """Of one call, and its result."""
    response = server.execute(code)
    assert response.WhichOneof("outcome") == "result_json", response.error
    spent = response.usage.cpu_duration
    return spent.seconds * 1e3 + spent.nanos / 1e6, response.result_json


def measure(
    ours: ServerProcess, theirs: ServerProcess, code: str, rounds: int
) -> tuple[list[float], list[float]]:
    """CPU milliseconds of both sides. The first call of each is thrown away."""
    pairs = []
    for _ in range(rounds + 1):
        (a, result), (b, other) = cpu_ms(ours, code), cpu_ms(theirs, code)
        assert result == other, f"{result[:200]} and {other[:200]}"
        pairs.append((a, b))
    return [a for a, _ in pairs[1:]], [b for _, b in pairs[1:]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.engine", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", metavar="NAME")
    parser.add_argument("--tree", type=Path, help="compare with this tree's built engine")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    ours = ServerProcess("--isolates=1", "--engine=built").serving()
    other = ["--engine=built"] if arguments.tree else ["--engine=pypi"]
    theirs = ServerProcess("--isolates=1", *other, root=arguments.tree or ROOT).serving()
    rows = {}
    try:
        for name, code in WORK.items():
            if arguments.only in name:
                a, b = measure(ours, theirs, code, arguments.rounds)
                rows[name] = (statistics.median(a), statistics.median(b))
                ratio = rows[name][1] / rows[name][0]
                if not arguments.json:
                    print(
                        f"{name:22} {rows[name][0]:8.1f} ms  {rows[name][1]:8.1f} ms  {ratio:6.2f}×",
                        flush=True,
                    )
    finally:
        ours.stop()
        theirs.stop()
    mean = math.exp(statistics.fmean(math.log(b / a) for a, b in rows.values()))
    print(json.dumps({"mean": mean, **rows}) if arguments.json else f"{'geometric mean':46} {mean:6.2f}×")
    return 0


if __name__ == "__main__":
    sys.exit(main())
