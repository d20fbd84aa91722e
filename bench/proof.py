"""`make proof`: after every script, is a rewound isolate's memory the image's, byte for byte?

python -m bench.proof [--every N] [--random N] [--soak RUNS] [--whole] [NAME…]

Runs the scripts of tests/corpus and tests/hostile, and so many random ones (bench/fuzz), in isolates of a real zygote, without a server. After each that ends cleanly its
isolate is rewound and its memory is read from outside and compared with the zygote's, which is the image; every other one must be
dead. Root only. Exits 1 where a promise broke.
"""

import argparse
import contextlib
import itertools
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import differential  # noqa: E402
import hostile_scripts  # noqa: E402
from traced import TracedIsolate, TracedZygote, mappings  # noqa: E402

from bench.fuzz.javascript import Generator  # noqa: E402
from executor.pool.reuse import MAX_CPU_SECONDS  # noqa: E402
from executor.pool.stops import cpu_seconds  # noqa: E402
from executor.wire.packets import NotRewound, Rewound  # noqa: E402
from executor.wire.reports import Failure, Rejected, Result  # noqa: E402

CLEAN_ENDS = (Result, Failure, Rejected)
# Of the isolate's own figures, and of what a script prints of its neighbours: planted by one run, looked for in the next.
LIMIT = 2.0
# Seconds for an isolate to end a run at its limit by itself; a server gives 0.1.
GRACE = 20.0
# Runs after which an isolate has touched all that these runs touch.
SETTLED = 1000
# By how much one may grow after that.
LATE_KB = 256
# Pages of each isolate that were in swap when it was rewound.
SWAPPED: list[int] = []


def prove(isolate: TracedIsolate, code: str, input_json: str, limit: float, whole: bool, swap: bool) -> str:
    """Runs one script and rewinds: what came of it, in a word. Raises `AssertionError` where a promise broke."""
    isolate.socket.settimeout(limit + GRACE)
    before = mappings(isolate.pid)
    try:
        # As by a server: it stops by itself. Not where it is to be looked at before.
        answer = isolate.run(code, input_json or "null", is_last=not swap, timeout=limit, cpu_limit=limit)
    except TimeoutError:
        # A server kills it then, and so is it here.
        isolate.close()
        assert isolate.is_dead()
        return "killed at its deadline"
    if answer is None:
        assert isolate.is_dead()
        return "dead"
    if not isinstance(answer, CLEAN_ENDS):
        # It asks for a response, say: nobody here is a server.
        isolate.close()
        return "not over"
    if swap:
        # One that came to a limit ends right after it says so.
        with contextlib.suppress(OSError):
            SWAPPED.append(isolate.page_out())
    report = isolate.rewind() if swap else isolate.stopped()
    if isinstance(report, NotRewound):
        assert isolate.is_dead()
        return f"killed: {report.reason}"
    assert isinstance(report, Rewound)
    different = isolate.differences(whole)
    assert different == [], f"{len(different)} pages are not the image's, the first at {different[0]:x}"
    assert mappings(isolate.pid) == before
    return "equal"


def scripts(names: list[str], every: int, random: int) -> Iterable[tuple[str, str, str, float]]:
    """Title, code, input and limit of each."""
    corpus = ((s.title, s.code, s.input_json, LIMIT) for s in differential.load())
    hostile = ((s.title, s.code, s.input_json, s.limit) for s in hostile_scripts.load() if s.limit <= LIMIT)
    seeds = (f"proof/{number}" for number in range(random))
    made = ((seed, str(Generator(seed).block()), "", LIMIT) for seed in seeds)
    found = [s for s in itertools.chain(corpus, hostile, made) if not names or any(n in s[0] for n in names)]
    return found[::every]


def prove_scripts(
    zygote: TracedZygote, chosen: Iterable[tuple[str, str, str, float]], whole: bool, swap: bool
) -> Counter[str]:
    """How often each word came."""
    words: Counter[str] = Counter()
    isolate = zygote.fork()
    for title, code, input_json, limit in chosen:
        if not isolate.is_alive():
            isolate = zygote.fork()
        try:
            words[prove(isolate, code, input_json, limit, whole, swap)] += 1
        except AssertionError as error:
            print(f"{title}: {str(error) or traceback.format_exc()}", flush=True)
            words["BROKEN"] += 1
            isolate.close()
            isolate = zygote.fork()
        if words.total() % 100 == 0:
            print(f"{words.total()}: {dict(words)}", flush=True)
    return words


def soak(zygote: TracedZygote, runs: int) -> None:
    """So many rewound runs: an isolate's mappings stay, its memory does not grow, no random number comes twice in all.

    As by a server, an isolate that has used so much CPU time as the kernel may let it is replaced.
    """
    drawn: set[object] = set()
    begun, isolates = time.monotonic(), 0
    while len(drawn) < 2 * runs:
        _soak_isolate(zygote, runs, drawn)
        isolates += 1
    assert len(drawn) == 2 * runs, "a random value came twice"
    print(
        f"{runs} runs of {isolates} isolates in {time.monotonic() - begun:.0f} s: {len(drawn)} random values, none twice; "
        f"each equal to the image; zygote {_told(_memory(zygote.process.pid))}"
    )


def _soak_isolate(zygote: TracedZygote, runs: int, drawn: set[object]) -> None:
    isolate = zygote.fork()
    before, sizes = mappings(isolate.pid), Counter[str]()
    code = "globalThis.seen = (globalThis.seen ?? 0) + 1; return [seen, Math.random(), crypto.randomUUID()]"
    for number in itertools.count(1):
        answer = isolate.run(code, is_last=True)
        seen, *random = json.loads(answer.result_json)
        assert seen == 1
        known = len(drawn)
        drawn.update(random)
        assert len(drawn) == known + 2, "a random value came twice"
        report = isolate.stopped()
        assert isinstance(report, Rewound), report
        pages = report.pages
        if number == SETTLED:
            sizes = _memory(isolate.pid)
        if len(drawn) == 2 * runs or (number % 1000 == 0 and cpu_seconds(isolate.pid) > MAX_CPU_SECONDS):
            break
    found = _memory(isolate.pid)
    told = f"{len(drawn) // 2} runs, {number} of this isolate, {pages} pages, {_told(found)}"
    print(told, flush=True)
    # What is written to once stays its own, and is put back each time: some pages come late.
    assert number < SETTLED or found["RssAnon"] - sizes["RssAnon"] <= LATE_KB, f"it grew from {_told(sizes)}"
    assert mappings(isolate.pid) == before
    assert isolate.differences(whole=True) == []
    isolate.close()


def _memory(pid: int) -> Counter[str]:
    """KiB of a process, as the kernel says it."""
    lines = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    sizes = {line[0][:-1]: line[1] for line in lines if len(line) == 3}
    return Counter({name: int(sizes[name]) for name in ("VmSize", "VmRSS", "RssAnon")})


def _told(sizes: Counter[str]) -> str:
    return ", ".join(f"{name} {size} KiB" for name, size in sizes.items())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.proof", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only scripts whose group/name contains it")
    parser.add_argument("--every", type=int, default=1, help="each so many-th script only")
    parser.add_argument("--random", type=int, default=2000, help="so many random scripts, too")
    parser.add_argument(
        "--soak", type=int, default=0, help="so many runs of the same one instead of the scripts"
    )
    parser.add_argument("--whole", action="store_true", help="read all memory, not only pages of its own")
    parser.add_argument(
        "--swap", action="store_true", help="have the memory moved to swap before each rewind"
    )
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        parser.error("only root may look into an isolate's memory")
    with TracedZygote() as zygote:
        print(f"isolation {zygote.completed.isolation}, tracker {zygote.completed.tracker or 'none'}")
        if zygote.completed.isolation != "rewind":
            parser.error(zygote.completed.isolation_reason)
        if arguments.soak:
            soak(zygote, arguments.soak)
            return 0
        begun = time.monotonic()
        words = prove_scripts(
            zygote,
            scripts(arguments.names, arguments.every, arguments.random),
            arguments.whole,
            arguments.swap,
        )
    print(f"{words.total()} scripts in {time.monotonic() - begun:.0f} s")
    if SWAPPED:
        print(
            f"{len(SWAPPED)} isolates were rewound with {sum(SWAPPED) / len(SWAPPED):.0f} pages in swap each"
        )
    for word, count in words.most_common():
        print(f"{count:6} {word}")
    return 1 if words["BROKEN"] else 0


if __name__ == "__main__":
    sys.exit(main())
