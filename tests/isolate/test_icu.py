"""Whatever a script makes the runtime ask ICU, the answer is JSON and the process lives."""

import ctypes
import json
import subprocess
import sys

import pytest
from harness import PATIENCE, ROOT

from executor.isolate.icu.library import Library
from executor.isolate.icu.locales import Locales
from executor.isolate.icu.operations import Icu

# In a process of its own: a wrong pointer would end it.
ASK_ANYTHING = """
import inspect, json, random, sys
from executor.isolate.icu.operations import Icu

icu = Icu("UTC")
chance = random.Random(int(sys.argv[1]))
words = ["", "en", "zh-CN", "xx-YY-u-nu-latn", "x" * 300, "\\ud800", "\\0", "USD", "UTC", "Asia/Shanghai", "=9,9", "=0,0", "=x",
         "yMd", "'", "'''", "currency/USD", ".00/@@r", "integer-width/+" + "0" * 400, "compact-short", "%s%n", "NaN", "1e400",
         "-1e-400", "language", "region", "calendar", "gregory", "\\u4e2d\\u6587" * 50, "\\U0001f468" * 9, "a b", "en_US@x=y"]
numbers = [0, 1, -1, 2, 3, 7, 15, 99, 2**31 - 1, -(2**31), 2**40, 10**30, 0.5, 1e300, -8.64e15, 8.64e15, float("nan")]
others = [None, True, False, [], {}, [[5, 2]], [[4, 17], [99, 99]], [[1]], ["a", "b"], ["a", None], [["a"]]]
def value():
    return chance.choice(chance.choice([words, words, numbers, numbers, others]))
def wrong(answer):
    return isinstance(answer, dict) and set(answer) != {"error"}
refused = 0
tags = ["en", "en-US", "zh-CN", "de-u-co-phonebk", "ar-EG", "und", "th-u-ca-buddhist"]
# Most arguments are of the right kind, so that they reach C.
def fitting(parameter):
    if chance.random() < 0.1:
        return value()
    if parameter.name in ("tag", "code"):
        return chance.choice(tags)
    kind = str(parameter.annotation)
    if "Sequence[Sequence" in kind:
        return [[chance.randrange(-1, 9), chance.choice([0, 1, 2, 15, 16, 17, 20, 24, 25, 99])] for _ in range(chance.randrange(4))]
    if "Sequence" in kind:
        return [chance.choice(words) for _ in range(chance.randrange(5))]
    if kind == "int":
        return chance.choice([*range(-1, 5), *numbers])
    if kind == "bool":
        return chance.random() < 0.5
    return chance.choice(words if kind == "str" or chance.random() < 0.3 else numbers)
names = sorted(icu._operations)
for _ in range(int(sys.argv[2])):
    name = chance.choice(names)
    parameters = inspect.signature(icu._operations[name]).parameters.values()
    request = [name, *map(fitting, parameters)]
    answer = json.loads(icu.answer(json.dumps(request).encode()))
    assert not wrong(answer), (request, answer)
    refused += isinstance(answer, dict)
for request in (b"", b"x", b"{}", b"[]", b"[1]", b"5", b"[" * 50000, b'["number"', b"\\xff", b'["nope"]', b'[["number"]]'):
    assert "error" in json.loads(icu.answer(request)), request
assert json.loads(icu.answer(b'["number", "en-US", ".###", 1234.5]')) == "1,234.5"
print(json.dumps(refused))
"""


def ask_anything(seed: int, count: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ASK_ANYTHING, str(seed), str(count)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.slow
def test_icu_answers_every_request_and_still_formats_after_it():
    count = 8000
    finished = ask_anything(1, count)
    assert finished.returncode == 0, finished.stderr[-2000:]
    assert 0 < json.loads(finished.stdout) < count


@pytest.mark.parametrize(
    ("kind", "listed"), [("uloc", Locales.all), ("ucol", Locales.with_collation)], ids=["all", "collation"]
)
def test_tags_of_what_icu_lists_are_those_that_icu_makes(kind, listed):
    """All but one are made of its names without it."""
    library = Library()
    count, get = library.plain_int32(f"{kind}_countAvailable"), library.function(f"{kind}_getAvailable")
    tags = {
        library.ascii_text("uloc_toLanguageTag", ctypes.string_at(get(at)), after=(ctypes.c_int32(0),))
        for at in range(count)
    }
    ours = set(listed(Locales(library)).split())
    assert tags <= ours
    # zh-TW for zh-Hant-TW, and no for nb.
    added = {"-".join((tag.split("-")[0], tag.split("-")[-1])) for tag in tags if tag.count("-") == 2}
    assert ours - tags <= added | {"no"}


def test_script_that_forges_what_the_runtime_asks_gets_an_error_and_no_crash(server):
    code = """
    const out = [];
    for (const forged of [['field_name', 'en', 99999, 7], ['list', 'en', 9, -5, ['a']], ['date', 'en', '=55,-9', 'UTC', 0], ['breaks', 'en', 77, 'a'],
                          ['number'], [], ['__class__'], ['answer', 'x'], ['sort_key', 'en', [[77, 1]], 'a'], 5, null, ['relative', 'en', 3, true, 1, 44]]) {
      Array.prototype.toJSON = () => forged;
      try { out.push(String((5).toLocaleString('de'))); } catch (error) { out.push(error.name); }
      Array.prototype.toJSON = undefined;
    }
    return out.join();
    """
    answered = server.result(code)
    assert set(answered.split(",")) == {"RangeError"}


def test_currency_that_icu_would_read_beyond_its_end_is_refused():
    icu = Icu()
    for code in ("", "U", "US", "USDX", "X" * 1000):
        for request in (["currency_name", "en-US", 0, code], ["digits", code]):
            assert json.loads(icu.answer(json.dumps(request).encode())) == {"error": "ValueError"}
    # The answer is the text that was asked with, from when it was still there.
    assert json.loads(icu.answer(b'["currency_name", "en-US", 0, "XQX"]')) == "XQX"
