"""The image that isolates are put back to: nobody can change it, and the zygote that has it does not."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from traced import Mapping, Memory, TracedZygote, mappings

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into a zygote's memory")
F_GET_SEALS = 1034
# F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE.
SEALS = 0x1 | 0x2 | 0x4 | 0x8


@pytest.fixture(scope="module")
def zygote() -> Iterator[TracedZygote]:
    with TracedZygote() as made:
        assert made.completed.isolation == "rewind", made.completed.isolation_reason
        yield made


def image(pid: int) -> list[Mapping]:
    return [mapping for mapping in mappings(pid) if mapping.name.startswith("/memfd:image")]


def test_image_is_sealed(zygote):
    (view,) = (mapping for mapping in image(zygote.process.pid) if mapping.rights[1] != "w")
    file = os.open(f"/proc/{zygote.process.pid}/map_files/{view.start:x}-{view.end:x}", os.O_RDWR)
    try:
        assert fcntl.fcntl(file, F_GET_SEALS) == SEALS
        with pytest.raises(PermissionError):
            os.pwrite(file, b"x", 0)
    finally:
        os.close(file)


def test_image_counts_as_memory_of_the_zygote(zygote):
    """It is there once, whoever has mapped how much of it, and figures of memory (PSS) know only what is mapped."""
    (view,) = (mapping for mapping in image(zygote.process.pid) if mapping.rights[1] != "w")
    rollup = Path(f"/proc/{zygote.process.pid}/smaps_rollup").read_text()
    counted = int(rollup.partition("Pss_Shmem:")[2].split()[0]) * 1024
    assert counted > 0.9 * (view.end - view.start)


def test_zygote_has_written_to_no_page_of_the_image(zygote):
    """After it has forked, rewound, and been asked for what it cannot do."""
    isolate = zygote.fork()
    for _ in range(3):
        isolate.run("return require('lodash').range(1000).join()")
        isolate.rewind()
    zygote.ask(b"R" + (2**30).to_bytes(4, "little"))
    zygote.report()
    memory = Memory(zygote.process.pid)
    try:
        written = [mapping for mapping in image(zygote.process.pid) if mapping.rights[1] == "w"]
        assert written
        assert [page for mapping in written for page in memory.own_pages(mapping)] == []
    finally:
        memory.close()


def test_memory_that_the_kernel_empties_by_itself_is_refused():
    """Such as glibc has for getrandom from 2.41 on: as a part of the image it would be what it was, again and again."""
    wiped = (
        "import mmap; kept = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS); kept.madvise(18); "
    )
    with TracedZygote(program=wiped) as zygote:
        assert zygote.completed.isolation == "fork"
        assert "empties by itself" in zygote.completed.isolation_reason


def test_image_is_mapped_privately_everywhere(zygote):
    for pid in (zygote.process.pid, zygote.fork().pid):
        assert {mapping.rights[3] for mapping in image(pid)} == {"p"}
