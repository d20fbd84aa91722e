"""What was erased before is kept within bounds, for its owner alone."""

from executor.outcome import ErrorKind, ScriptError
from executor.pool.owner import Owner
from executor.rpc.erased import ErasedBlocks

ANNA, BERT, CHEN = Owner("anna"), Owner("bert"), Owner("chen")
KIB = "x" * 1024


def test_an_owner_has_what_it_put_there_and_nobody_elses():
    blocks = ErasedBlocks()
    blocks.put(ANNA, "a", "A")
    assert (blocks.get(ANNA, "a"), blocks.get(BERT, "a"), blocks.get(ANNA, "b")) == ("A", None, None)
    assert blocks.get(Owner("anna", name="another"), "a") is None


def test_what_is_wrong_with_a_block_is_kept_too():
    blocks = ErasedBlocks()
    error = ScriptError(ErrorKind.SYNTAX, "SyntaxError", "no")
    blocks.put(ANNA, "a", error)
    assert blocks.get(ANNA, "a") is error


def test_owner_at_its_bound_loses_what_it_used_longest_ago_and_others_nothing():
    blocks = ErasedBlocks(max_bytes=1 << 20, max_owner_bytes=5000)
    blocks.put(BERT, "b", KIB)
    for code in "abc":
        blocks.put(ANNA, code, KIB)
    assert blocks.get(ANNA, "a") == KIB
    blocks.put(ANNA, "d", KIB)
    assert [code for code in "abcd" if blocks.get(ANNA, code)] == ["a", "c", "d"]
    assert blocks.get(BERT, "b") == KIB


def test_all_at_their_bound_lose_of_the_owner_who_was_here_longest_ago():
    blocks = ErasedBlocks(max_bytes=5000, max_owner_bytes=5000)
    blocks.put(ANNA, "a", KIB)
    blocks.put(BERT, "b", KIB)
    blocks.get(ANNA, "a")
    blocks.put(CHEN, "c", KIB)
    blocks.put(CHEN, "d", KIB)
    assert blocks.get(BERT, "b") is None
    assert (blocks.get(ANNA, "a"), blocks.get(CHEN, "c"), blocks.get(CHEN, "d")) == (KIB, KIB, KIB)


def test_bytes_are_those_that_are_kept():
    blocks = ErasedBlocks(max_bytes=20_000, max_owner_bytes=8000)
    for number in range(200):
        blocks.put(Owner(f"owner {number % 7}"), f"code {number % 11}", KIB * (number % 3 + 1))
        assert 0 < blocks.bytes <= 20_000
    blocks.put(ANNA, "a", "x" * 10_000)
    assert blocks.get(ANNA, "a") is None
    again = blocks.bytes
    blocks.put(CHEN, "c", KIB)
    blocks.put(CHEN, "c", KIB)
    assert blocks.bytes <= again + 2048
