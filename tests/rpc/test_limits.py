"""The limits among the settings, by name: told to callers, and in each job."""

from dataclasses import fields

import pytest

from executor.rpc.limits import run_limits, told_limits
from executor.settings import LIMITS, SETTINGS, Settings
from executor.settings.kinds import HEADERS
from executor.v1 import executor_pb2 as pb
from executor.wire.jobs import Job

# Where every setting can be at its maximum without contradicting another.
BASE = ("--timeout=1s", "--isolates=8")


def told(*flags):
    limits = told_limits(Settings.load((*BASE, *flags), {}))
    return {
        field.name: getattr(limits, field.name)
        if field.message_type is None
        else getattr(limits, field.name).ToNanoseconds()
        for field in limits.DESCRIPTOR.fields
    }


def told_by(setting):
    """Names of the fields that say something else when this setting is changed."""
    before = told()
    changed = setting.minimum if setting.name == "timeout" else setting.maximum or "x-other"
    return [name for name, value in told(f"{setting.flag}={changed}").items() if value != before[name]]


def test_each_field_tells_one_setting():
    by_setting = {item.name: told_by(item) for item in SETTINGS if item.maximum or item.kind is HEADERS}
    telling = [name for names in by_setting.values() for name in names]
    assert sorted(telling) == sorted(field.name for field in pb.Limits.DESCRIPTOR.fields)
    assert all(len(names) <= 1 for names in by_setting.values())


@pytest.mark.parametrize("setting", [item for item in SETTINGS if item.group == LIMITS], ids=lambda x: x.name)
def test_limit_is_told_to_callers_as_it_is_set(setting):
    (name,) = told_by(setting)
    value = setting.parse(setting.default)
    limits = told_limits(Settings.load((), {}))
    shown = getattr(limits, name)
    assert (shown if isinstance(shown, int) else shown.ToNanoseconds() / 1e9) == value


def test_job_carries_all_limits_that_it_has_a_field_for():
    settings = Settings.load(("--max-result-bytes=2KiB", "--cpu-limit=3s"), {})
    limits = run_limits(settings)
    assert limits["max_result_bytes"] == 2048
    assert limits["cpu_limit"] == 3.0
    of_requests = {"code", "input_json", "timeout", "keep", "functions", "number", "deterministic"}
    of_requests |= {"input_bytes", "has_bytes", "accept_bytes", "prepare", "text", "bytecode"}
    assert set(limits) | of_requests == {field.name for field in fields(Job)}
