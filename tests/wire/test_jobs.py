"""What the server has an isolate do arrives as it was sent."""

from dataclasses import asdict, make_dataclass, replace

import pytest
from frames import TEXT, split
from hypothesis import given
from hypothesis import strategies as st

from executor.wire.frames import Kind
from executor.wire.jobs import Job
from executor.wire.layout import Layout

FIGURES = st.integers(0, 2**64 - 1)
JOBS = st.builds(
    Job,
    code=TEXT,
    input_json=st.binary(),
    timeout=st.floats(0.001, 3600),
    cpu_limit=st.floats(0.001, 3600),
    max_result_bytes=FIGURES,
    max_console_messages=FIGURES,
    max_console_bytes=FIGURES,
    max_memory_bytes=FIGURES,
    max_fetches=FIGURES,
    input_bytes=st.binary(),
    keep=st.booleans(),
)


@given(JOBS)
def test_job_survives_the_pipe(job):
    kind, payload = split(job.encode())
    assert kind == Kind.JOB
    assert Job.decode(payload) == job


@given(JOBS)
def test_job_for_an_isolate_that_has_its_code_comes_without(job):
    _, payload = split(job.encode(again=True))
    assert Job.decode(payload) == replace(job, code="")


def test_every_job_has_a_number_of_its_own():
    fields = {name: value for name, value in asdict(Job.sample()).items() if name != "number"}
    assert len({Job(**fields).number for _ in range(3)}) == 3


def test_job_is_made_by_name_alone():
    with pytest.raises(TypeError, match="positional"):
        Job("return 1", b"null", 1.0, 1.0, 1, 1, 1)


def test_sample_is_zero_in_all_that_was_not_given():
    assert Job.sample(timeout=2.0) == Job(
        code="",
        input_json=b"",
        timeout=2.0,
        cpu_limit=0.0,
        max_result_bytes=0,
        max_console_messages=0,
        max_console_bytes=0,
        max_memory_bytes=0,
        max_fetches=0,
        keep=False,
        number=0,
    )


@given(number=FIGURES, share=st.floats(0, 1), name=TEXT, data=st.binary(), is_so=st.booleans())
def test_new_field_of_any_kind_crosses_without_being_named_anywhere_else(number, share, name, data, is_so):
    kinds = {"name": str, "number": int, "data": bytes, "share": float, "is_so": bool}
    message = make_dataclass("Message", kinds.items())
    layout = Layout(message)
    sent = message(name=name, number=number, data=data, share=share, is_so=is_so)
    assert layout.message(b"".join(layout.parts(sent))) == sent


def test_field_that_cannot_cross_is_refused_by_name():
    message = make_dataclass("Message", [("number", int), ("share", float), ("names", list[str])])
    with pytest.raises(TypeError, match=r"Message\.names is list\[str\]; what crosses a pipe is"):
        Layout(message)
