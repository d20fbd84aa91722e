"""The engine's build: pinned sources, a compiler, edits, and what is said where one of them is not as it should be."""

import ctypes
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest
from harness import ROOT

from engine import build, compiler, fixes, mends, native_part, shortcuts, sources
from engine.mends import Edit, Mend
from engine.sources import BuildError
from executor.isolate.builds import TESTED

# Elsewhere ziglang compiles the engine, which has its own headers, and whose linker does not give the same bytes twice.
needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler here")

WORK = build.WORK
SDISTS = WORK / "sdists"
MACHINE = platform.machine()


@pytest.fixture
def described() -> dict:
    described = json.loads((build.DIST / build.DESCRIPTION).read_bytes())
    assert described["origin"] == "built", "the tests are for the engine that `make engine` builds"
    return described


def make_engine(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine.build", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


# --- sources ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_sources_come_from_a_directory_where_there_is_no_network(tmp_path):
    offline = tmp_path / "offline"
    shutil.copytree(SDISTS, offline)
    archives = sources.fetch(tmp_path / "fetched", str(offline))
    assert {name: path.parent for name, path in archives.items()} == dict.fromkeys(
        sources.pinned(), tmp_path / "fetched"
    )


@pytest.mark.slow
def test_sources_that_are_not_the_pinned_ones_are_refused_and_none_of_their_code_runs(tmp_path):
    offline = tmp_path / "offline"
    shutil.copytree(SDISTS, offline)
    forged = next(offline.glob("dukpy-*.tar.gz"))
    forged.write_bytes(forged.read_bytes() + b"\0")
    with pytest.raises(BuildError, match="ENGINE_SOURCES"):
        sources.fetch(tmp_path / "fetched", str(offline))


def test_missing_sources_say_what_is_wanted_and_how_to_give_it(tmp_path):
    with pytest.raises(BuildError) as raised:
        sources.fetch(tmp_path / "fetched", str(tmp_path))
    for part in (*sources.pinned(), str(tmp_path), "make engine ENGINE_SOURCES=DIRECTORY"):
        assert part in str(raised.value)


def test_unpacked_are_c_headers_and_licences_without_the_old_engine_that_dukpy_carries(tmp_path):
    sources.unpack(sources.fetch(SDISTS, None), tmp_path)
    names = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert set(build.UNITS) <= names
    assert {"glue/LICENSE", "quickjs/quickjs.h"} <= names
    assert not [name for name in names if "amalgam" in name or Path(name).suffix not in {".c", ".h", ""}]


def test_pins_are_the_glue_of_the_dukpy_that_is_installed_and_the_engine_that_was_tested():
    pinned = sources.pinned()
    assert f"dukpy=={pinned['dukpy']}" in (ROOT / "requirements.in").read_text()
    assert pinned["quickjs-ng"].split(".")[:3] == [str(number) for number in TESTED]


# --- compiler --------------------------------------------------------------------------------------------------------


def test_compiler_that_is_not_there_is_named_with_the_two_ways_out():
    made = make_engine("--cc=/nonexistent/cc", f"--output={WORK / 'never'}")
    assert made.returncode == 1
    assert "the C compiler /nonexistent/cc does not run" in made.stderr
    assert "ENGINE=pypi" in made.stderr
    assert "Traceback" not in made.stderr


@needs_cc
def test_compiler_without_headers_says_what_to_install(tmp_path):
    with pytest.raises(BuildError, match="apt-get install gcc libc6-dev"):
        compiler.find("cc -nostdinc", MACHINE)


def test_machine_that_zig_is_not_asked_for_is_refused():
    with pytest.raises(BuildError, match="x86_64 and aarch64 only, not for s390x"):
        compiler.find("", "s390x")


@needs_cc
@pytest.mark.skipif(
    not Path(sysconfig.get_paths()["include"], "Python.h").exists(), reason="this Python has no headers"
)
@pytest.mark.parametrize("unit", ["glue/dukpyjs.c", "glue/_support.c"])
def test_glue_uses_nothing_of_python_but_what_its_own_headers_declare_as_stable(unit, tmp_path):
    """Our Python.h declares by hand. With Python's own, under the limited API, each of its functions must be the same."""
    ours = (ROOT / "engine" / "include" / "Python.h").read_text()
    declared = re.findall(r"^\w[\w ]*?\**\b(_?Py\w+)\(.*\);$", ours, re.MULTILINE)
    assert len(declared) > 20
    check = tmp_path / "check.c"
    # Twice the same declaration is fine in C, and another one an error.
    declarations = "\n".join(
        line for line in ours.splitlines() if re.match(r"^\w[\w ]*?\**\b_?Py\w+\(.*\);$", line)
    )
    check.write_text(
        f"#define Py_LIMITED_API 0x030b0000\n#define PY_SSIZE_T_CLEAN\n#include <Python.h>\n{declarations}\n"
    )
    include = sysconfig.get_paths()["include"]
    made = subprocess.run(
        ["cc", "-std=c11", "-D_GNU_SOURCE", f"-I{include}", "-fsyntax-only", "-Werror", str(check)],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    # And the glue as it stands, with all that Python's headers offer.
    work = WORK / MACHINE
    made = subprocess.run(
        [
            "cc",
            "-std=c11",
            "-D_GNU_SOURCE",
            "-DNDEBUG",
            f"-I{include}",
            "-Iquickjs",
            "-Iglue",
            "-fsyntax-only",
            unit,
        ],
        cwd=work,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr


# --- what comes out --------------------------------------------------------------------------------------------------


@needs_cc
@pytest.mark.slow
def test_same_sources_and_compiler_give_the_same_bytes(described, tmp_path):
    """From another folder, too. The one long test of the build; `make wheel` is tested to be the same as well."""
    work = WORK / MACHINE
    elsewhere = tmp_path / "a" / "b"
    shutil.copytree(work / "quickjs", elsewhere / "quickjs")
    shutil.copytree(work / "glue", elsewhere / "glue")
    chosen = compiler.find("", MACHINE)
    if chosen.name != described["compiler"]:
        pytest.skip(f"the engine was compiled by {described['compiler']}")
    unit = "quickjs/libregexp.c"
    first = build.compile_unit(chosen, work, unit, tmp_path / "first.o")
    second = build.compile_unit(chosen, elsewhere, unit, tmp_path / "second.o")
    assert first.read_bytes() == second.read_bytes()


def test_engine_asks_python_for_nothing_that_our_header_does_not_declare(described):
    """Each of those is in the stable ABI: what abi3audit says of the wheel holds for the header."""
    header = (ROOT / "engine" / "include" / "Python.h").read_text()
    content = (build.DIST / described["file"]).read_bytes()
    asked = {name.decode() for name in re.findall(rb"\0(_?Py[A-Z_]\w+)(?=\0)", content)}
    wanted = {name for name in asked if name != "PyInit__dukpy"}
    assert wanted
    assert not [name for name in sorted(wanted) if not re.search(rf"\b{name}\b", header)]


def test_engine_offers_its_api_and_hides_the_rest(described):
    library = ctypes.PyDLL(str(build.DIST / described["file"]))
    assert library["JS_GetVersion"]
    assert library["JS_ReadObject"]
    for hidden in ("lre_exec", "unicode_normalize", "js_dtoa", "dukpy_should_interrupt"):
        with pytest.raises(AttributeError):
            library[hidden]


def test_description_says_what_was_built_from_what_and_how(described):
    assert described["version"] == ".".join(sources.pinned()["quickjs-ng"].split(".")[:3])
    assert described["sources"] == sources.pinned()
    assert described["machine"] == MACHINE
    assert described["compiler"]
    assert "-O3" in described["flags"]
    assert re.fullmatch(r"2\.\d+", described["libc"])
    licences = (build.DIST / "licences.txt").read_text()
    for holder in ("Alessandro Molina", "Fabrice Bellard", "Ben Noordhuis", "Permission is hereby granted"):
        assert holder in licences
    assert str(ROOT) not in json.dumps(described)


def test_choice_of_the_engine_of_pypi_is_kept_and_leaves_no_extension(tmp_path):
    for name in (build.EXTENSION, native_part.LIBRARY):
        (tmp_path / name).write_bytes(b"of a build before")
    for arguments in (("--engine=pypi",), ()):
        made = make_engine(*arguments, f"--output={tmp_path}")
        assert made.returncode == 0, made.stderr
        assert "known holes" in made.stdout
        assert json.loads((tmp_path / build.DESCRIPTION).read_bytes()) == {"origin": "pypi"}
        assert json.loads((tmp_path / native_part.DESCRIPTION).read_bytes()) == {"origin": "pypi"}
        assert {path.name for path in tmp_path.iterdir()} == {build.DESCRIPTION, native_part.DESCRIPTION}


# --- the native part -------------------------------------------------------------------------------------------------


@needs_cc
def test_native_part_is_made_alone_beside_an_engine_that_stays_as_it_is(described, tmp_path):
    """And twice the same bytes."""
    (tmp_path / build.DESCRIPTION).write_text(json.dumps(described))
    made = make_engine("--part=native", "--cc=cc", f"--output={tmp_path}")
    assert made.returncode == 0, made.stderr
    first = (tmp_path / native_part.LIBRARY).read_bytes()
    assert make_engine("--part=native", "--cc=cc", f"--output={tmp_path}").returncode == 0
    assert (tmp_path / native_part.LIBRARY).read_bytes() == first
    assert json.loads((tmp_path / build.DESCRIPTION).read_bytes()) == described
    native = json.loads((tmp_path / native_part.DESCRIPTION).read_bytes())
    assert native["sha256"] == hashlib.sha256(first).hexdigest()
    assert str(ROOT) not in json.dumps(native)
    assert str(ROOT).encode() not in first


@needs_cc
@pytest.mark.skipif(shutil.which("readelf") is None, reason="there is no readelf here")
def test_native_part_asks_for_the_c_library_alone_looks_up_all_at_once_and_has_no_page_to_write_and_execute(
    described,
):
    """`described`: only beside the built engine there is one."""

    def read(*options: str) -> str:
        return subprocess.run(
            ["readelf", "--wide", *options, build.DIST / native_part.LIBRARY],
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    dynamic = read("--dynamic")
    assert re.findall(r"Shared library: \[(.+?)\]", dynamic) in ([], ["libc.so.6"])
    assert "NOW" in dynamic
    assert "TEXTREL" not in dynamic
    assert "RWE" not in read("--program-headers")


@needs_cc
def test_warning_in_the_native_part_ends_the_build_and_is_told(tmp_path, monkeypatch):
    (tmp_path / "one.c").write_text("int never_declared(void) { int unused; return 1; }\n")
    monkeypatch.setattr(native_part, "SOURCES", tmp_path)
    monkeypatch.setattr(compiler, "ROOT", tmp_path)
    with pytest.raises(BuildError, match=r"(?s)compile the native part.*never_declared"):
        native_part.build(tmp_path, "cc", MACHINE)


# The first has zig's own libraries compiled, too: minutes where all cores are busy.
@pytest.mark.timeout(540)
@pytest.mark.slow
@pytest.mark.parametrize("machine", compiler.MACHINES)
def test_native_part_is_compiled_by_zig_for_each_machine(machine, tmp_path):
    fresh, described = native_part.build(tmp_path / "work", "zig", machine)
    assert described["machine"] == machine
    # The machine's number in the head of the file (elf.h).
    assert int.from_bytes(fresh.read_bytes()[18:20], "little") == {"x86_64": 62, "aarch64": 183}[machine]


# --- edits and fixes -------------------------------------------------------------------------------------------------


def mend(old: str) -> Mend:
    edit = Edit(file="one.c", function="f", old=old, new="int b;")
    return Mend(name="a test", told="", test="", edits=(edit,))


def test_mend_edits_the_one_place_in_the_function_that_it_names(tmp_path):
    (tmp_path / "one.c").write_text("int a;\nint f(void)\n{\nint a;\n}\n")
    assert mends.apply(tmp_path, (mend("int a;"),)) == ["a test"]
    assert (tmp_path / "one.c").read_text() == "int a;\nint f(void)\n{\nint b;\n}\n"


@pytest.mark.parametrize("body", ["int x;", "int a; int a;"])
def test_mend_whose_place_is_not_as_expected_ends_the_build(body, tmp_path):
    text = f"int a;\nint f(void)\n{{\n{body}\n}}\n"
    (tmp_path / "one.c").write_text(text)
    with pytest.raises(BuildError, match="instead of once"):
        mends.apply(tmp_path, (mend("int a;"),))
    assert (tmp_path / "one.c").read_text() == text


def test_mends_are_few_and_each_has_its_script_in_the_corpus(described):
    assert described["mends"] == [mend.name for mend in mends.MENDS]
    for each in mends.MENDS:
        assert each.told
        assert (ROOT / "tests" / "corpus" / f"{each.test}.js").exists()
    assert len((ROOT / "engine" / "mends.py").read_text().splitlines()) < 400


def test_each_shortcut_has_a_script_in_the_corpus_that_shows_the_same_result(described):
    assert described["shortcuts"] == [shortcut.name for shortcut in shortcuts.SHORTCUTS]
    for each in shortcuts.SHORTCUTS:
        assert each.told
        assert (ROOT / "tests" / "corpus" / f"{each.test}.js").exists()


def test_every_known_memory_error_is_mended_in_the_source_that_was_built():
    folder = fixes.sources()
    assert [fix.commit for fix in fixes.FIXES if not fixes.is_in(fix, folder)] == []


def test_none_of_the_fixes_is_found_in_the_engine_that_dukpy_carries(tmp_path):
    """So finding one says something."""
    with tarfile.open(next(SDISTS.glob("dukpy-*.tar.gz"))) as archive:
        member = next(member for member in archive if member.name.endswith("src/quickjs/quickjs-amalgam.c"))
        content = archive.extractfile(member)
        assert content is not None
        source = content.read()
    for name in {fix.file for fix in fixes.FIXES}:
        (tmp_path / name).write_bytes(source)
    assert [fix.commit for fix in fixes.FIXES if fixes.is_in(fix, tmp_path)] == []


def test_docs_have_the_table_of_fixes_as_it_is():
    text = (ROOT / "docs" / "security.md").read_text()
    for line in fixes.table(fixes.sources()):
        assert line in text
