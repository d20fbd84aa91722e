"""The native part by itself: its C with made-up clocks, and the structures that Python shares with it."""

import ctypes
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from harness import ROOT

from executor.isolate import direct, interpreter, limits, rejections
from executor.wire import reporting
from executor.wire.frames import HEADER, Kind
from executor.wire.packets import Forked, ForkFailed, NotRewound, Rewound, decode_packet

NATIVE = ROOT / "engine" / "native"
SANITIZERS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")

needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler here")


def compiled(source: Path, to: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    command = ["cc", "-std=gnu11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", f"-I{NATIVE}", *flags]
    return subprocess.run([*command, str(source), "-o", str(to)], capture_output=True, text=True)


def ran(name: str, tmp_path: Path) -> tuple[str, bool]:
    """What this program of our C wrote, and whether it had the sanitizers, which not every compiler has."""
    (tmp_path / "empty.c").write_text("int main(void) { return 0; }\n")
    has_sanitizers = not compiled(tmp_path / "empty.c", tmp_path / "empty", *SANITIZERS).returncode
    made = compiled(Path(__file__).with_name(name), tmp_path / "test", *SANITIZERS * has_sanitizers)
    assert made.returncode == 0, made.stderr
    done = subprocess.run([tmp_path / "test"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout, has_sanitizers


@needs_cc
def test_limits_and_promises_in_c_do_as_they_say(tmp_path):
    _, has_sanitizers = ran("native_test.c", tmp_path)
    if not has_sanitizers:
        pytest.skip("passed, but without the sanitizers, which this compiler lacks")


@needs_cc
@pytest.mark.skipif(platform.machine() != "x86_64", reason="isolates are rewound on x86_64 alone")
def test_zygote_in_c_writes_what_fits_and_gives_up_what_is_refused(tmp_path):
    written, _ = ran("zygote_test.c", tmp_path)
    *packets, problem = written.splitlines()
    last, longest = 2**31 - 1, "an isolate that was put back differs from the image"
    assert list(map(decode_packet, map(bytes.fromhex, packets))) == [
        Rewound(pid=last, pages=2**32 - 1, elapsed_ns=2**64 - 1),
        NotRewound(pid=last, reason=longest),
        ForkFailed(error=f"{longest}: errno 4095"),
        Forked(pid=last),
    ]
    assert problem == f"{longest}: errno 4095"


@needs_cc
def test_run_without_python_is_that_of_its_job_or_left_to_python(tmp_path):
    """Jobs in pieces, with other properties, with something behind; results of each length; limits; no memory; no server."""
    ran("direct_test.c", tmp_path)


@needs_cc
def test_texts_become_bytes_within_their_buffer(tmp_path):
    """Half pairs, characters of each length, no memory."""
    ran("texts_test.c", tmp_path)


@needs_cc
def test_texts_are_compared_here_or_left_to_the_host(tmp_path):
    """Halves of pairs, long texts, numbers of no collator, no memory."""
    ran("collations_test.c", tmp_path)


@needs_cc
def test_little_data_is_hashed_here_or_left_to_the_host(tmp_path):
    """Bytes from 0x80 on, what is too long, a hash that OpenSSL does not have or refuses, no memory."""
    ran("digests_test.c", tmp_path)


@needs_cc
def test_numbers_are_written_here_or_left_to_the_host(tmp_path):
    """Digits beyond one unit, what is too long, numbers of no formatter, what ICU refuses."""
    ran("numbers_test.c", tmp_path)


@needs_cc
@pytest.mark.skipif(platform.machine() != "x86_64", reason="isolates are rewound on x86_64 alone")
def test_registers_of_an_isolate_are_those_of_the_mark_again_whatever_they_became(tmp_path):
    """Segment bases, flags of direction and trap, rounding, PKRU; a mask of signals that changed ends the isolate."""
    ran("registers_test.c", tmp_path)


@needs_cc
@pytest.mark.parametrize(
    ("header", "structure", "fields"),
    [
        ("limits.h", "limits", limits._State._fields_),
        ("promises.h", "rejections", rejections._State._fields_),
        ("direct.h", "direct", direct._State._fields_),
    ],
)
def test_structures_are_laid_out_alike_in_c_and_in_python(header, structure, fields, tmp_path):
    """In the same order, at the same places."""
    nested = {"call": "python.", "release": "python.", "wall_reached": "python.", "cpu_reached": "python."}
    nested |= dict.fromkeys(("hold", "let_go", "resize", "free", "runtime", "context"), "engine.")
    if structure == "direct":
        names = [name for name, _ in fields]
        nested = dict.fromkeys(names[: names.index("known")], "engine.")
        nested |= dict.fromkeys(names[names.index("known") : names.index("limits")], "layout.")
    layout = type("Layout", (ctypes.Structure,), {"_fields_": fields})
    checks = [f'_Static_assert(sizeof(struct {structure}) == {ctypes.sizeof(layout)}, "size");']
    checks += [
        f'_Static_assert(offsetof(struct {structure}, {nested.get(name, "")}{name}) == {getattr(layout, name).offset}, "{name}");'
        for name, _ in fields
    ]
    source = tmp_path / "layout.c"
    source.write_text(
        "\n".join(("#include <stddef.h>", f'#include "{header}"', *checks, "int main(void) { return 0; }"))
    )
    made = compiled(source, tmp_path / "layout")
    assert made.returncode == 0, made.stderr


def test_constants_are_the_same_in_c_and_in_python():
    assert re.search(r"#define LIMITS_NEVER INT64_MAX\b", (NATIVE / "limits.h").read_text())
    assert limits._NEVER == 2**63 - 1
    written = (NATIVE / "direct.c").read_text()
    kinds = {"JOB": Kind.JOB, "RESULT": Kind.RESULT, "LAST_JOB": Kind.LAST_JOB}
    assert "".join(f"#define KIND_{name} {kind}\n" for name, kind in kinds.items()) in written
    assert f"#define HEADER_BYTES {HEADER.size}\n" in written
    assert reporting.COST.size == 4 * 8 + 2
    # In the order in which `put_head` writes them.
    figures = ("number", "run_ns", "cpu_ns", "peak_memory_bytes", "console_truncated", "is_last")
    assert tuple(reporting.COST.places()) == figures
    assert interpreter.GC_THRESHOLD == 3 / 4
    assert "collect_from(self->engine.runtime, bytes - bytes / 4)" in written
