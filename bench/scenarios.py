"""What is measured: scripts with their input and the one right result, the same for every peer."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from executor.v1 import executor_pb2 as pb


@dataclass(frozen=True)
class Job:
    """One call: `code` with `value` as its input, and the result that alone is right."""

    code: str
    value: Any
    result: Any

    def request(self, **fields: Any) -> pb.ExecuteRequest:
        """The message; `fields` are further ones, such as `affinity_key`."""
        text = "" if self.value is None else json.dumps(self.value, ensure_ascii=False)
        return pb.ExecuteRequest(code=self.code, input_json=text, **fields)


@dataclass(frozen=True)
class Scenario:
    """A kind of load. Its jobs are called in turn."""

    name: str
    describe: str
    jobs: tuple[Job, ...]


ORDERS: list[dict[str, Any]] = [
    {"region": ("north", "east", "south", "west")[n % 4], "amount": n * 37 % 1000, "paid": n % 3 > 0}
    for n in range(200)
]
SUMS = {
    region: sum(order["amount"] for order in ORDERS if order["region"] == region)
    for region in ("north", "east", "south", "west")
}
MESSAGE = "amount=19900&currency=CNY&merchant=4711&nonce=5f2b9c&" + "x" * 147
SIGNATURE = base64.b64encode(hmac.digest(b"secret", MESSAGE.encode(), hashlib.sha256)).decode()
NAMES = {
    "王伟": "wang wei", "李娜": "li na", "张敏": "zhang min", "刘洋": "liu yang", "陈静": "chen jing",
    "杨勇": "yang yong", "黄丽": "huang li", "周杰": "zhou jie", "吴强": "wu qiang", "徐磊": "xu lei",
    "孙涛": "sun tao", "马超": "ma chao", "朱婷": "zhu ting", "胡军": "hu jun", "林芳": "lin fang",
    "郭明": "guo ming", "何平": "he ping", "高峰": "gao feng", "罗丹": "luo dan", "郑华": "zheng hua",
}  # fmt: skip
# 100 KB of JSON as services send it: many small objects.
DOCUMENT = [
    {
        "id": n,
        "sku": f"SKU-{n:05}",
        "name": f"Item number {n}",
        "price": n * 13 % 5000,
        "tags": ["new", "sale"],
    }
    for n in range(1065)
]

NOOP = Job("return 1", None, 1)
LODASH = Job(
    "const _ = require('lodash');\n"
    "return _.mapValues(_.groupBy(input, 'region'), orders => _.sumBy(orders, 'amount'))",
    ORDERS,
    SUMS,
)
HMAC = Job(
    "const crypto = require('crypto-js');\n"
    "return crypto.HmacSHA256(input, 'secret').toString(crypto.enc.Base64)",
    MESSAGE,
    SIGNATURE,
)
# Times in UTC only through the epoch: peers run in whatever zone they run in.
DATES = Job(
    "const { parseISO, addDays, addWeeks, differenceInDays, format } = require('date-fns');\n"
    "const start = parseISO(input), end = addWeeks(addDays(start, 3), 1);\n"
    "return [format(end, 'yyyy-MM-dd'), differenceInDays(end, start)]",
    "2025-01-25",
    ["2025-02-04", 10],
)
PINYIN = Job(
    "const { pinyin } = require('pinyin');\n"
    "return input.map(name => pinyin(name, { style: 'normal' }).flat().join(' '))",
    list(NAMES),
    list(NAMES.values()),
)
DOCUMENTS = Job("return input", DOCUMENT, DOCUMENT)
# Close to what a server takes by default, 1 MiB; a client takes 4 MiB of result.
LONG_INPUT = Job("return input.length", DOCUMENT * 9, 9 * len(DOCUMENT))
LONG_RESULT = Job("return Array.from({ length: 20 }, () => input).flat()", DOCUMENT, DOCUMENT * 20)
TIMER = Job("await new Promise(resolve => setTimeout(resolve, 20)); return 'slept'", None, "slept")

SCENARIOS = (
    Scenario("noop", "return 1", (NOOP,)),
    Scenario("lodash", "group 200 orders by region and sum", (LODASH,)),
    Scenario("hmac", "HMAC-SHA256 of 200 bytes, crypto-js", (HMAC,)),
    Scenario("dates", "parse, add, differ, format; date-fns", (DATES,)),
    Scenario("pinyin", "20 names", (PINYIN,)),
    Scenario("json", "100 KB of JSON in and out", (DOCUMENTS,)),
    Scenario("timer", "await a timer of 20 ms", (TIMER,)),
    # As blocks come: mostly small, one large document in nine.
    Scenario("mixed", "all of the others in turn, two no-ops among them",
             (NOOP, LODASH, HMAC, NOOP, DATES, PINYIN, TIMER, DOCUMENTS, LODASH)),
)  # fmt: skip
# Of the executor alone, for `before`.
LONG = (
    Scenario("input", "1 MB of JSON in", (LONG_INPUT,)),
    Scenario("result", "2 MB of JSON out", (LONG_RESULT,)),
)
BY_NAME = {scenario.name: scenario for scenario in (*SCENARIOS, *LONG)}
