"""Hot pages: an isolate that is forked after the first rewinds has what every run touches, as in the image, and faults less."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from traced import Memory, TracedIsolate, TracedZygote, mappings

from executor.wire.packets import Rewound
from executor.wire.reports import Result

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into an isolate's memory")
# `MAX_ENTRIES` of engine/native/zygote.h, of 16 bytes each.
LIST_BYTES = 4096 * 16
SMALL = "return 1"
# Writes to some hundred pages more, and is still put back.
LARGE = "const kept = []; for (let i = 0; i < 5_000; i++) kept.push({ i, text: 'x' + i }); return kept.length"


@pytest.fixture
def zygote() -> Iterator[TracedZygote]:
    with TracedZygote() as made:
        yield made


def page_faults(isolate: TracedIsolate) -> int:
    """So far. The tenth field of proc(5)'s stat, of which the second may have blanks."""
    return int(Path(f"/proc/{isolate.pid}/stat").read_text().rpartition(")")[2].split()[7])


def faults_of_a_run(isolate: TracedIsolate, code: str = SMALL) -> int:
    before = page_faults(isolate)
    assert isinstance(isolate.run(code), Result)
    return page_faults(isolate) - before


def own_pages(isolate: TracedIsolate) -> int:
    memory = Memory(isolate.pid)
    try:
        return sum(1 for mapping in mappings(isolate.pid) for _ in memory.own_pages(mapping, present=True))
    finally:
        memory.close()


def is_tracked_by_faults(zygote: TracedZygote) -> bool:
    """Where the pagemap alone tells what was written, pages come as they are asked for."""
    return zygote.completed.tracker == "userfaultfd"


def test_isolate_forked_after_a_rewind_faults_a_fraction(zygote):
    first = zygote.fork()
    as_ever = faults_of_a_run(first)
    first.rewind()
    warm = faults_of_a_run(zygote.fork())
    assert warm < (as_ever / 5 if is_tracked_by_faults(zygote) else as_ever * 2)


def test_what_it_has_is_the_image(zygote):
    first = zygote.fork()
    assert isinstance(first.run(LARGE), Result)
    first.rewind()
    second = zygote.fork()
    assert second.differences() == []
    assert isinstance(second.run(SMALL), Result)
    second.rewind()
    assert second.differences(whole=True) == []


def test_list_of_them_is_wiped_before_any_run(zygote):
    first = zygote.fork()
    assert isinstance(first.run(SMALL), Result)
    first.rewind()
    second = zygote.fork()
    memory = Memory(second.pid)
    try:
        # Anonymous memory that the isolate cannot write to. A library may have as much for its own.
        lists = [
            at
            for at in mappings(second.pid)
            if (at.rights, at.name, at.end - at.start) == ("r--p", "", LIST_BYTES)
        ]
        assert lists
        assert any(list(memory.own_pages(at, present=True)) for at in lists)
        assert not any(any(memory.read(at.start, LIST_BYTES)) for at in lists)
    finally:
        memory.close()


def test_smallest_run_is_the_one_that_counts(zygote):
    one, other = zygote.fork(), zygote.fork()
    assert isinstance(one.run(LARGE), Result)
    assert isinstance(one.rewind(), Rewound)
    after_large = own_pages(zygote.fork())
    assert isinstance(other.run(SMALL), Result)
    other.rewind()
    after_small = own_pages(zygote.fork())
    assert after_small < after_large if is_tracked_by_faults(zygote) else after_small <= after_large
