"""Programs as the pool keeps them: bounds, whose they are, and what another engine makes of them."""

import pytest

from executor.errors import InvalidJob
from executor.pool.owner import Owner
from executor.pool.programs import ENTRY_BYTES, FULL_CALLERS, Program, Programs, name_of
from executor.settings import Settings
from executor.wire.programs import code_of, text_of

ANN, BOB = Owner("ann", name="ann"), Owner("bob", name="bob")


def program(code, *, size=0, build="b1"):
    return Program(name_of(code), text_of(code), b"x" * size, build)


def made(*flags):
    return Programs(Settings.load(list(flags), {}))


def test_name_is_the_hash_of_the_code_and_of_its_language():
    assert name_of("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
    assert name_of("é", is_typescript=True) == name_of("typescript:é") != name_of("é")


@pytest.mark.parametrize("code", ["return 1", "é\n😀", "", "a\0b"])
def test_text_has_its_code(code):
    assert code_of(text_of(code)).decode() == code
    assert program(code).code == code


def test_line_for_a_shell_is_a_comment_in_the_text_on_the_same_line():
    assert code_of(text_of("#!/x\nreturn 1")) == b"//#!/x\nreturn 1"


def test_program_of_another_build_is_not_there_and_goes():
    programs = made()
    programs.add(ANN, program("one"))
    programs.add(BOB, program("one"))
    assert programs.get(ANN, name_of("one"), "b2") is None
    assert programs.get(ANN, name_of("one"), "b1") is None
    assert programs.evictions["engine"] == 1
    programs.engine_is("b1")
    assert programs.count == 1
    programs.engine_is("b2")
    assert (programs.count, programs.size, programs.evictions["engine"]) == (0, 0, 2)


def test_same_program_again_takes_its_room_once():
    programs = made()
    for size in (10, 20):
        programs.add(ANN, program("one", size=size))
    assert programs.count == 1
    assert programs.size == len(text_of("one")) + 20 + ENTRY_BYTES
    assert programs.evictions.total() == 0


def test_names_without_number_fill_no_memory():
    limit = 1 << 20
    programs = made(f"--max-program-bytes={limit}")
    for number in range(5000):
        programs.add(Owner("", name=str(number)), program(f"{number}", size=20_000))
        assert programs.size <= FULL_CALLERS * limit
    assert programs.count == FULL_CALLERS * limit // program("1234", size=20_000).size
    assert programs.get(Owner("", name="4999"), name_of("4999"), "b1") is not None
    assert programs.get(Owner("", name="0"), name_of("0"), "b1") is None
    assert programs.count + programs.evictions["all_callers"] == 5000


def test_who_uses_theirs_keeps_them_while_others_come():
    programs = made("--max-program-bytes=1MiB")
    programs.add(ANN, program("ann's"))
    for number in range(1000):
        programs.add(Owner("", name=str(number)), program(f"{number}", size=20_000))
        assert programs.get(ANN, name_of("ann's"), "b1") is not None
    assert dict(programs.lookups) == {"hit": 1000, "miss": 0}


def test_program_over_a_callers_whole_room_is_refused_and_pushes_nothing_out():
    programs = made("--max-program-bytes=64KiB")
    programs.add(ANN, program("one"))
    with pytest.raises(InvalidJob) as caught:
        programs.add(ANN, program("two", size=64 << 10))
    assert caught.value.reason == "PROGRAM_TOO_LARGE"
    assert programs.get(ANN, name_of("one"), "b1") is not None


def test_server_that_keeps_none_keeps_none():
    programs = made("--max-programs=0")
    programs.add(ANN, program("one"))
    assert (programs.count, programs.size) == (0, 0)
