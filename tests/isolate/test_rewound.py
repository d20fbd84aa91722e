"""Rewind: whatever a run did to its isolate, the next one has what nobody has used, or the isolate is dead."""

import errno
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import differential
import psutil
import pyseccomp
import pytest
from harness import PATIENCE, ROOT, eventually, limited, zombies
from traced import Memory, TracedIsolate, TracedZygote, mappings

from executor.outcome import ErrorKind
from executor.wire.fetches import Fetch, encode_fetch_failed
from executor.wire.packets import Forked, ForkFailed, NotRewound, Rewound, encode_rewind
from executor.wire.reports import Failure, Ready, Rejected, Result

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into an isolate's memory")
# Run before the zygote's own program: native code for scripts (tests/exploit.py).
EXPLOIT = "sys.path.append(sys.argv[1] + '/tests'); import exploit; exploit.install(); "
SECRET = "a-secret-of-one-run-7f3b"
# What an isolate that is rewound may ask of the kernel: to talk to the server, to wait, to read clocks and entropy, to end.
ALLOWED = {
    *("read", "write", "poll", "ppoll", "clock_gettime", "clock_getres", "gettimeofday", "time", "nanosleep"),
    *(
        "futex",
        "clock_nanosleep",
        "getrusage",
        "getrandom",
        "getpid",
        "gettid",
        "sched_yield",
        "exit",
        "exit_group",
    ),
}
# Answered by the kernel before any filter is asked (test_exploit.py).
ANSWERED_BEFORE = {335, 336}
RESTART_SYSCALL = 219
BRK = 12
FE_UPWARD = 0x800
# One in forty, and all that leave the engine for libraries in C.
CORPUS = differential.load()
C_GROUPS = {"crypto-cipher", "crypto-hash", "crypto-kdf", "crypto-keys", "webcrypto"}
SAMPLE = [script for at, script in enumerate(CORPUS) if at % 40 == 0 or script.group in C_GROUPS]
# What the dearer of two runs holds more, at least; and what a run may be the first to touch of the image.
LARGER_BYTES = 1 << 20
MOST_TOUCHED_BYTES = 8 << 20


@pytest.fixture(scope="module")
def zygote() -> Iterator[TracedZygote]:
    with TracedZygote() as made:
        yield made


@pytest.fixture(scope="module")
def broken() -> Iterator[TracedZygote]:
    """Its isolates run native code for scripts."""
    with TracedZygote(program=EXPLOIT) as made:
        yield made
        assert value(made.fork(), "return require('lodash').sum([1, 2])") == 3


@pytest.fixture
def isolate(zygote: TracedZygote) -> Iterator[TracedIsolate]:
    forked = zygote.fork()
    yield forked
    forked.close()


def value(isolate: TracedIsolate, code: str, input_json: str = "null") -> object:
    """The parsed result of a script that must succeed."""
    answer = isolate.run(code, input_json)
    assert isinstance(answer, Result), answer
    return json.loads(answer.result_json)


def power(name: str, *arguments: object) -> str:
    """The statement of a script that uses it."""
    return f"console.debug('\\u0001exploit {name} ' + {json.dumps(json.dumps(arguments))})"


def used(isolate: TracedIsolate, name: str, *arguments: object) -> object:
    """Its answer."""
    assert isinstance(isolate.run(power(name, *arguments)), Result)
    return json.loads(isolate.console[0])


def rewound(isolate: TracedIsolate) -> Rewound:
    """It is, and all its memory equals the image."""
    report = isolate.rewind()
    assert isinstance(report, Rewound), report
    assert isolate.differences() == []
    return report


def holds(isolate: TracedIsolate, secret: bytes) -> bool:
    """Whether any memory of its own has it: what is not its own is the image's file, which nobody can write to."""
    memory = Memory(isolate.pid)
    try:
        return any(
            secret in memory.read(page, 4096)
            for mapping in mappings(isolate.pid)
            for page in memory.own_pages(mapping)
        )
    finally:
        memory.close()


# --- Memory ----------------------------------------------------------------------------------------------------------


def test_fresh_isolate_equals_the_image_in_all_its_memory(zygote, isolate):
    assert zygote.completed.isolation == "rewind", zygote.completed.isolation_reason
    assert isolate.differences(whole=True) == []


def test_rewound_isolate_equals_the_image_in_all_its_memory(isolate):
    assert value(isolate, "return require('lodash').sum([1, 2, input])", "3") == 6
    assert isolate.differences() != []
    assert 100 < rewound(isolate).pages < 2000
    assert isolate.differences(whole=True) == []
    assert value(isolate, "return 7") == 7


def test_rewound_isolate_has_the_memory_of_a_fresh_one_of_the_same_places_and_rights(zygote, isolate):
    before = mappings(isolate.pid)
    value(isolate, "return Array(30000).fill('x').map((x, i) => x + i).length")
    rewound(isolate)
    assert mappings(isolate.pid) == before == mappings(zygote.fork().pid)


@pytest.mark.parametrize("script", SAMPLE, ids=lambda script: script.title)
def test_script_of_the_corpus_leaves_nothing(isolate, script):
    answer = isolate.run(script.code, script.input_json or "null", is_last=True)
    assert answer is not None
    if isinstance(answer, Result | Failure | Rejected):
        report = isolate.stopped()
        if isinstance(report, Rewound):
            assert isolate.differences() == []
            return
    else:
        isolate.close()
    assert isolate.is_dead()


@pytest.mark.parametrize(
    "code",
    [
        "throw new TypeError('no')",
        "return 1n",
        "syntax error",
        "return 'x'.repeat(2000)",
        "Promise.reject(new Error('late')); await new Promise((r) => setTimeout(r, 50))",
        "await new Promise(() => {})",
    ],
)
def test_failure_of_the_script_itself_is_a_clean_end(isolate, code):
    assert isinstance(isolate.run(code, max_result_bytes=1000), Failure)
    rewound(isolate)
    assert value(isolate, "return 1") == 1


def test_input_that_is_not_json_is_a_clean_end(isolate):
    assert isinstance(isolate.run("return 1", "{"), Rejected)
    rewound(isolate)
    assert value(isolate, "return input", "[2]") == [2]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("for (;;);", ErrorKind.TIMEOUT),
        ("await new Promise((resolve) => setTimeout(resolve, 60000))", ErrorKind.TIMEOUT),
        ("const all = []; for (;;) all.push('x'.repeat(1000) + all.length)", ErrorKind.OUT_OF_MEMORY),
    ],
)
def test_limit_reached_ends_the_isolate(zygote, code, kind):
    isolate = zygote.fork()
    limit = 2.0 if kind is ErrorKind.TIMEOUT else 60.0
    answer = isolate.run(code, timeout=limit, cpu_limit=limit)
    assert answer.error.kind is kind
    assert isolate.is_dead()
    assert isolate.rewind() == NotRewound(pid=isolate.pid, reason="exited")


def test_isolate_that_wrote_to_much_memory_is_ended_instead(zygote, isolate):
    assert value(isolate, "globalThis.all = Buffer.alloc(4e7, 1); return all.length") == 40_000_000
    assert isolate.rewind() == NotRewound(pid=isolate.pid, reason="pages")
    assert isolate.is_dead()


def test_secret_of_one_run_is_nowhere_afterwards(broken):
    isolate = broken.fork()
    code = (
        f"globalThis.kept = [input, '{SECRET}'.split(''), Buffer.from('{SECRET}')]; console.log('{SECRET}'); "
    )
    code += power("fill_heap", SECRET, 50_000) + "; return input"
    answer = isolate.run(code, json.dumps(SECRET * 1000))
    assert isinstance(answer, Result)
    assert holds(isolate, SECRET.encode())
    rewound(isolate)
    assert not holds(isolate, SECRET.encode())
    assert not holds(isolate, SECRET[4:].encode())


def test_script_sees_nothing_of_the_run_before(isolate):
    spoil = """
      const _ = require('lodash'), qs = require('qs');
      globalThis.left = 1; Array.prototype.left = 2; Object.freeze(_); qs.parse = () => 'spoilt'; process.env.left = 'x';
      JSON.stringify = () => 'spoilt'; setTimeout(() => { globalThis.late = 1 }, 1e6); console.log = null;
      Promise.prototype.then = null; Math.random = () => 4
    """
    look = """
      return [typeof left, [].left, require('qs').parse('a=1'), process.env.left ?? null, JSON.stringify([1]), typeof late,
        Object.isFrozen(require('lodash')), typeof console.log, await Promise.resolve(5), Math.random() < 1]
    """
    clean = ["undefined", None, {"a": "1"}, None, "[1]", "undefined", False, "function", 5, True]
    assert value(isolate, look) == clean
    rewound(isolate)
    isolate.run(spoil)
    if isinstance(isolate.rewind(), Rewound):
        assert isolate.differences() == []
        assert value(isolate, look) == clean
    else:
        assert isolate.is_dead()


def test_random_values_are_drawn_anew(zygote):
    drawn: list[object] = []
    for isolate in (zygote.fork(), zygote.fork()):
        for _ in range(200):
            drawn += value(isolate, "return [Math.random(), crypto.randomUUID(), require('uuid').v4()]")  # type: ignore[arg-type]
            assert isinstance(isolate.rewind(), Rewound)
    assert len(set(drawn)) == len(drawn) == 1200


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler here")
@pytest.mark.parametrize("userfaultfd", [True, False])
def test_garbage_in_any_page_that_a_script_can_write_to_is_put_right(tmp_path, userfaultfd):
    """As its native code leaves it, in one go, its own stack included, when all of the isolate's own pages are known."""
    library = tmp_path / "plant.so"
    source = Path(__file__).with_name("plant.c")
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-fno-stack-protector", source, "-o", library], check=True
    )
    program = EXPLOIT.replace("install()", f"install({str(library)!r})")
    launcher = () if userfaultfd else refusing("userfaultfd")
    with TracedZygote(program=program, launcher=launcher) as zygote:
        assert zygote.completed.tracker == ("userfaultfd" if userfaultfd else "pagemap")
        isolate, chance = zygote.fork(), random.Random(1)
        for _ in range(3):
            value(isolate, "return 1")
            rewound(isolate)
        for _ in range(3):
            spread_garbage(zygote, isolate, chance)
            assert value(isolate, "return require('lodash').sum([1, 2])") == 3
            rewound(isolate)


def spread_garbage(zygote: TracedZygote, isolate: TracedIsolate, chance: random.Random) -> None:
    """Into all pages that it wrote to before, and some others of each mapping."""
    memory, places = Memory(isolate.pid), []
    writable = [mapping for mapping in mappings(isolate.pid) if mapping.rights[1] == "w"]
    for mapping in writable:
        pages = range(mapping.start, mapping.end, 4096)
        some = {*memory.own_pages(mapping, present=True), *chance.sample(pages, min(8, len(pages)))}
        places += [page + 8 * chance.randrange(500) for page in some]
    # Where they are listed nobody writes, but for this test: in the middle of the largest.
    largest = max(writable, key=lambda mapping: mapping.end - mapping.start)
    listed = (largest.start + largest.end) // 2 & -4096
    places = [place for place in places if not listed <= place < listed + 8 * len(places) + 4096]
    memory.write(listed, struct.pack(f"<{1 + len(places)}Q", len(places), *places))
    memory.close()
    native = next(mapping for mapping in mappings(isolate.pid) if mapping.name.endswith("native.so"))
    isolate.send(power("plant", listed, native.start + traps_of_native_code()["rewind_stop"]))
    report = zygote.report()
    assert isinstance(report, Rewound)
    assert report.pages > 500
    assert isolate.differences(whole=True) == []


# --- What the kernel keeps -------------------------------------------------------------------------------------------


def test_kernel_does_nothing_for_it_that_could_outlast_a_run(broken):
    isolate = broken.fork()
    numbers = [number for number in range(470) if number not in ANSWERED_BEFORE]
    names = {number: name for number in numbers if (name := _name_of(number)) is not None}
    tried = [
        number
        for number, name in names.items()
        if name not in {"exit", "exit_group", "poll", "ppoll", "read"}
    ]
    answers = used(isolate, "system_calls", tried)
    assert isinstance(answers, dict)
    # What the kernel would go on with it may not: as if it were interrupted again (executor/isolate/sandbox.py).
    assert answers.pop(str(RESTART_SYSCALL)) == "EINTR"
    # Answered, and nothing done: the end of the heap is told as zero, where glibc looks for no error.
    assert answers.pop(str(BRK)) == "ok"
    answered = {names[int(number)] for number, answer in answers.items() if answer != "EPERM"}
    assert answered <= ALLOWED
    rewound(isolate)


def _name_of(number: int) -> str | None:
    try:
        name = pyseccomp.resolve_syscall(pyseccomp.system_arch(), number)
    except ValueError:
        return None
    return name.decode() if isinstance(name, bytes) else str(name)


def test_heap_cannot_be_cut_or_moved(broken):
    isolate = broken.fork()
    assert used(isolate, "grow_heap", 4096) == 0
    rewound(isolate)
    assert used(isolate, "fill_memory", 4096) == 0
    rewound(isolate)


def test_rounding_of_the_processor_is_as_at_the_mark(broken):
    isolate = broken.fork()
    assert used(isolate, "round_by", FE_UPWARD) == 0
    rewound(isolate)
    assert used(isolate, "round_by", None) == 0


def test_no_page_is_writable_and_executable(zygote, isolate):
    for pid in (zygote.process.pid, isolate.pid):
        assert not [mapping for mapping in mappings(pid) if {"w", "x"} <= set(mapping.rights)]


def test_no_signal_is_waited_for_blocked_or_handled_by_an_isolate_but_as_at_the_mark(zygote, isolate):
    def masks() -> list[str]:
        lines = Path(f"/proc/{isolate.pid}/status").read_text().splitlines()
        return [
            line
            for line in lines
            # Not SigQ, which counts the signals that wait for any process of this user.
            if line.startswith(("SigPnd", "SigBlk", "SigIgn", "SigCgt", "ShdPnd", "Threads", "NoNewPrivs"))
        ]

    before = masks()
    value(isolate, "return 1")
    rewound(isolate)
    assert masks() == before


STOPPED = {psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP}
# A traced process wakes up for those that it ignores, too.
WAKING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCONT)


@pytest.mark.parametrize("is_traced", [True, False], ids=["traced", "of a zygote that died"])
def test_signals_that_are_ignored_and_stops_only_interrupt_a_run(is_traced):
    with TracedZygote() as zygote:
        isolate = zygote.fork()
        # It waits in poll(2) for the answer to a request.
        isolate.send(
            "try { await fetch('http://x/') } catch (error) { return error.cause?.code ?? error.code }"
        )
        fetch = isolate.answer()
        assert isinstance(fetch, Fetch), fetch
        if not is_traced:
            zygote.process.kill()
            zygote.process.wait(PATIENCE)
        process = psutil.Process(isolate.pid)
        eventually(lambda: process.status() == psutil.STATUS_SLEEPING, "it waits")
        for number in WAKING:
            os.kill(isolate.pid, number)
        os.kill(isolate.pid, signal.SIGSTOP)
        eventually(lambda: process.status() in STOPPED, "it is stopped")
        os.kill(isolate.pid, signal.SIGCONT)
        isolate.socket.sendall(
            encode_fetch_failed(fetch.number, {"code": "ERR_EGRESS_REFUSED", "message": "no"})
        )
        answer = isolate.answer()
        assert isinstance(answer, Result), answer
        assert json.loads(answer.result_json) == "ERR_EGRESS_REFUSED"
        if is_traced:
            rewound(isolate)


def test_isolate_that_waits_for_a_job_goes_on_waiting_after_a_signal_that_is_ignored(isolate):
    """It may wait one step further on then, in read(2): nothing has come from outside."""
    value(isolate, "return 1")
    rewound(isolate)
    process = psutil.Process(isolate.pid)
    for number in WAKING:
        before = process.num_ctx_switches()
        os.kill(isolate.pid, number)
        eventually(lambda before=before: process.num_ctx_switches() != before, "it was woken")
    assert value(isolate, "return 2") == 2
    rewound(isolate)


def test_figures_are_those_of_the_run(zygote, isolate):
    code = "const all = []; for (let i = 0; i < 20; i++) all.push('x'.repeat(100_000) + i); return all.join('').length"
    dear = isolate.run(code + "; let n = 0; for (let i = 0; i < 3e6; i++) n += i")
    # Looked into from outside, it would have all of its memory mapped.
    assert isinstance(isolate.rewind(), Rewound)
    cheap = isolate.run("return 1")
    assert cheap.cost.cpu_ns < dear.cost.cpu_ns
    assert cheap.cost.peak_memory_bytes + LARGER_BYTES < dear.cost.peak_memory_bytes
    # What was written to or read once stays mapped, and does not count for who comes later.
    new = zygote.fork().run("return 1")
    assert abs(new.cost.peak_memory_bytes - cheap.cost.peak_memory_bytes) < MOST_TOUCHED_BYTES


# --- Isolates that resist --------------------------------------------------------------------------------------------


def test_isolate_that_goes_on_after_its_answer_is_stopped_where_it_is(broken):
    isolate = broken.fork()
    isolate.send(power("spin"))
    busy = psutil.Process(isolate.pid)
    eventually(lambda: busy.cpu_times().user > 0.1, "it is busy")
    rewound(isolate)
    assert value(isolate, "return 2") == 2


def test_trap_of_its_own_is_no_end_of_a_rewind(broken):
    """Jumps to the very trap that ends the copying, where the zygote would look for it."""
    native = next(m for m in mappings(broken.process.pid) if m.name.endswith("native.so"))
    traps = traps_of_native_code()
    del traps["rewind_stop"]
    assert {"trap", "copy_pages"} <= set(traps)
    for trap in traps.values():
        isolate = broken.fork()
        isolate.send(power("call", native.start + trap))
        assert isolate.answer() is None
        assert isolate.is_dead()


def traps_of_native_code() -> dict[str, int]:
    """Where each is, by the function that it is in."""
    shown = subprocess.run(
        ["objdump", "-d", ROOT / "engine" / "dist" / "native.so"], check=True, capture_output=True, text=True
    )
    traps, function = {}, ""
    for line in shown.stdout.splitlines():
        if line.endswith(">:"):
            function = line.split("<")[1][:-2]
        elif line.rstrip().endswith("int3"):
            traps[function] = int(line.split(":")[0], 16)
    return traps


# --- Unasked ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "input_json"),
    [
        ("return [input, 'x'.repeat(100)]", "[1]"),
        ("console.log(1); return 2", "null"),
        ("await new Promise((resolve) => setTimeout(resolve, 1)); return 3", "null"),
        ("throw new TypeError('no')", "null"),
        ("no code", "null"),
        ("return 1", "{"),
        ("return input.length", json.dumps("x" * 100_000)),
    ],
    ids=["of C", "of Python", "waits", "throws", "syntax", "not JSON", "large input"],
)
def test_isolate_that_had_its_last_job_is_put_back_unasked(isolate, code, input_json):
    for _ in range(2):
        assert isolate.run(code, input_json, is_last=True) is not None
        assert isinstance(isolate.stopped(), Rewound)
        assert isolate.differences() == []
    assert value(isolate, "return 7") == 7
    rewound(isolate)


def test_isolate_whose_script_has_sent_requests_waits_to_be_asked(zygote, isolate):
    """A response may be on its way."""
    isolate.send("fetch('http://a.test/'); return 1", is_last=True)
    assert isinstance(isolate.answer(), Fetch)
    assert isinstance(isolate.answer(), Result)
    rewound(isolate)
    # There was no word before, which would have been taken for the answer.
    zygote.ask(encode_rewind(2**30))
    assert zygote.report() == NotRewound(pid=2**30, reason="exited")


def test_isolate_that_has_not_taken_all_when_it_stops_is_dead(zygote, isolate):
    """It would take the rest for its next job."""
    isolate.send("const end = Date.now() + 100; while (Date.now() < end); return 1", is_last=True)
    busy = psutil.Process(isolate.pid)
    eventually(lambda: busy.cpu_times().user > 0.01, "it has taken its job")
    isolate.send("return 2")
    assert isinstance(isolate.answer(), Result)
    assert zygote.report() == NotRewound(pid=isolate.pid, reason="unread")
    assert isolate.is_dead()


def test_isolate_that_differs_too_much_when_it_stops_is_dead(isolate):
    isolate.run("globalThis.all = Buffer.alloc(4e7, 1); return 1", is_last=True)
    assert isolate.stopped() == NotRewound(pid=isolate.pid, reason="pages")
    assert isolate.is_dead()


def test_isolate_that_stops_before_its_answer_is_pristine_and_the_server_hears_of_it(broken):
    native = next(m for m in mappings(broken.process.pid) if m.name.endswith("native.so"))
    isolate = broken.fork()
    isolate.send(
        f"globalThis.planted = 1; {power('call', native.start + traps_of_native_code()['rewind_stop'])}"
    )
    report = broken.report()
    assert isinstance(report, Rewound)
    assert report.pid == isolate.pid
    assert isolate.differences() == []
    assert value(isolate, "return typeof planted") == "undefined"


def test_zygote_that_is_gone_when_an_isolate_stops_costs_no_answer():
    with TracedZygote() as zygote:
        isolate = zygote.fork()
        isolate.send("const end = Date.now() + 300; while (Date.now() < end); return 5", is_last=True)
        zygote.process.kill()
        zygote.process.wait(PATIENCE)
        answer = isolate.answer()
        assert isinstance(answer, Result)
        assert answer.result_json == b"5"
        assert isolate.is_dead()


def test_isolate_that_is_stopped_is_ended_instead(isolate):
    value(isolate, "return 1")
    os.kill(isolate.pid, signal.SIGSTOP)
    eventually(lambda: psutil.Process(isolate.pid).status() in {"stopped", "tracing-stop"}, "stopped")
    report = isolate.rewind()
    assert isinstance(report, Rewound) or isolate.is_dead()
    if isinstance(report, Rewound):
        assert isolate.differences() == []


def test_unknown_isolate_is_not_rewound(zygote):
    zygote.ask(b"R" + (2**30).to_bytes(4, "little"))
    assert zygote.report() == NotRewound(pid=2**30, reason="exited")


# --- Kernels and containers that refuse ------------------------------------------------------------------------------


def refusing(*calls: str) -> tuple[str, ...]:
    return sys.executable, str(ROOT / "tests" / "refusing.py"), ",".join(calls)


def own_zombies() -> list[int]:
    """Of this very process: a server that it started reaps its own, and in its own time."""
    children = own_children()
    return [child.pid for child in zombies(psutil.Process()) if child.pid in children]


def own_children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def reap_strays(known: list[int]) -> None:
    """As a server does."""
    for pid in set(own_zombies()) - set(known):
        os.waitpid(pid, 0)


def may_be_looked_into(pid: int) -> bool:
    """By one of the same user, who has no capabilities."""
    command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "cat", f"/proc/{pid}/environ"]
    return subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("launcher", "options", "reason"),
    [
        (refusing("ptrace"), {}, "ptrace is not allowed: Operation not permitted"),
        (
            refusing("scan"),
            {},
            "the kernel does not tell of pages (PAGEMAP_SCAN, Linux 6.7): Operation not permitted",
        ),
        (refusing("memfd_create"), {}, "memfd_create: Operation not permitted"),
        # A restartable sequence, which the C library registers unless it is told not to, as a script could.
        (("env", "GLIBC_TUNABLES=glibc.pthread.rseq=1"), {}, "restartable sequences (rseq) are on"),
        (
            (),
            {"sandbox": "off"},
            "without a seccomp filter a script could have the kernel keep something for it",
        ),
    ],
    ids=["ptrace", "scan", "memfd", "rseq", "sandbox off"],
)
def test_zygote_that_cannot_rewind_forks_and_says_why(launcher, options, reason):
    before = own_zombies()
    with TracedZygote(launcher=launcher, **options) as zygote:
        assert (zygote.completed.isolation, zygote.completed.tracker) == ("fork", "")
        assert zygote.completed.isolation_reason == reason
        isolate = zygote.fork()
        assert isinstance(isolate.answer(), Ready)
        status = Path(f"/proc/{isolate.pid}/status").read_text()
        assert "SigBlk:\t0000000000000000" in status
        assert "TracerPid:\t0" in status
        limits = Path(f"/proc/{isolate.pid}/limits").read_text()
        assert "Max address space         unlimited" not in limits
        assert value(isolate, "return require('lodash').sum([1, 2])") == 3
        if "sandbox" not in options:
            assert "Max file size             0 " in limits
            assert not may_be_looked_into(isolate.pid)
        isolate.close()
        assert isolate.is_dead()
        # Only now: what was just forked is no stray.
        known = [*before, isolate.pid]
        reap_strays(known)
        assert set(own_zombies()) <= set(known)


def test_isolate_of_the_self_test_is_gone_when_the_zygote_is_warm():
    before = own_zombies()
    with TracedZygote() as zygote:
        assert zygote.completed.isolation == "rewind", zygote.completed.isolation_reason
        # Reaped by its tracer, it is a zombie of this process, and nobody else's.
        (tested,) = set(own_zombies()) - set(before)
        assert os.waitpid(tested, os.WNOHANG)[0] == tested


def test_without_userfaultfd_pages_are_found_by_the_pagemap():
    with TracedZygote(launcher=refusing("userfaultfd")) as zygote:
        assert (zygote.completed.isolation, zygote.completed.tracker) == ("rewind", "pagemap")
        assert zygote.completed.isolation_reason.endswith("is not allowed: Operation not permitted")
        reap_strays([])
        isolate = zygote.fork()
        for _ in range(3):
            assert value(isolate, "return require('lodash').sum([1, 2])") == 3
            rewound(isolate)
        assert isolate.differences(whole=True) == []


def test_zygote_without_descriptors_forks_none_and_goes_on_once_it_has_some():
    """It comes as far as the socket, the pidfd, one of the files of /proc; or the isolate, which has the same limit, not far."""
    with TracedZygote() as zygote:
        reap_strays([])
        # More than an isolate needs itself, whose limit is the same.
        held = [zygote.fork() for _ in range(5)][-1]
        # When it answers this it has closed what it passed on.
        rewound(held)
        process = psutil.Process(zygote.process.pid)
        held_open, known = process.num_fds(), own_children()
        taken = set(map(int, os.listdir(f"/proc/{process.pid}/fd")))
        # Below each of these one number more is free than below the one before.
        free = [number for number in range(len(taken) + 30) if number not in taken]
        failures = set()
        for limit in (4, *free):
            with limited(process.pid, "nofile", limit):
                zygote.ask(b"F")
                report = zygote.report()
            if isinstance(report, Forked):
                break
            assert isinstance(report, ForkFailed), report
            failures.add(report.error)
            # What it had begun is ended, and nothing of it is left open.
            eventually(lambda: process.num_fds() == held_open, "all is closed")
            # What else this process has may end meanwhile, and be reaped here.
            eventually(lambda: reap_strays([]) or own_children() <= known, "reaped")
        assert f"an isolate cannot be opened: errno {errno.EMFILE}" in failures, failures
        assert len(failures) >= 3, failures
        assert value(held, "return 1") == 1
        rewound(held)
        assert value(zygote.isolates[-1], "return 2") == 2


def test_zygote_that_was_stopped_gives_up_nothing_that_has_happened_meanwhile(zygote, isolate):
    value(isolate, "return 1")
    os.kill(zygote.process.pid, signal.SIGSTOP)
    eventually(lambda: psutil.Process(zygote.process.pid).status() in STOPPED, "it is stopped")
    zygote.ask(encode_rewind(isolate.pid))
    os.kill(zygote.process.pid, signal.SIGCONT)
    assert isinstance(zygote.report(), Rewound)
    assert isolate.differences() == []
