"""The settings that there are, their defaults, and how a server with wrong ones ends."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness import ROOT
from loading import load

from executor.settings import GROUPS, SETTINGS, load_or_exit
from executor.settings.cpus import MIN_AUTOMATIC_ISOLATES
from executor.settings.kinds import SIZE

# A row of the table in docs/reference.md, which is made from the declarations.
ROW = re.compile(r"^\| `(--[\w-]+)` \| `(\w+)` \| (?:`(.*?)`|none) \|", re.MULTILINE)


def test_defaults_that_the_documents_show_are_those_that_count():
    rows = ROW.findall((ROOT / "docs" / "reference.md").read_text())
    assert [(flag, variable) for flag, variable, _ in rows] == [
        (item.flag, item.variable) for item in SETTINGS
    ]
    # Of what is shown in other words than it is written, the first one: 0 (automatic).
    shown = [f"{flag}={text.split(' ')[0]}" for flag, _, text in rows if flag != "--modules"]
    assert load(*shown) == load()


def test_defaults_are_in_the_units_that_all_rooms_count_in():
    defaults = load()
    assert (defaults.queue_timeout, defaults.kill_grace, defaults.max_connection_age) == (5.0, 0.05, 1800.0)
    assert (defaults.max_code_bytes, defaults.max_result_bytes) == (65535, 5 << 20)
    assert (defaults.tokens, defaults.egress_allow, defaults.egress) == ("", (), "off")
    assert defaults.isolates >= MIN_AUTOMATIC_ISOLATES
    assert Path(defaults.modules) == ROOT / "modules" / "dist"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_declaration_is_consistent(setting):
    assert setting.group in GROUPS
    setting.parse(setting.default)
    if setting.minimum:
        assert setting.kind.parse(setting.minimum) < setting.kind.parse(setting.maximum)
        setting.parse(setting.minimum)
        setting.parse(setting.maximum)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_default_given_as_flag_or_variable_changes_nothing(setting):
    assert load(f"{setting.flag}={setting.default}") == load()
    assert load(setting.flag, setting.default) == load()
    assert load(**{setting.variable: setting.default}) == load()


def test_settings_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        load().queue = 1


def test_largest_messages_stay_under_what_grpc_can_count():
    most = {
        setting.name: setting.kind.parse(setting.maximum)
        for setting in SETTINGS
        # All but these cross the wire.
        if setting.kind is SIZE
        and setting.name not in ("max_memory_bytes", "affinity_memory_bytes")
        # Sums of what several messages bring.
        and setting.name not in ("max_program_bytes", "max_call_bytes")
        and not setting.name.startswith(("egress_", "max_held_"))
    }
    assert 2 * sum(most.values()) < 2**31


def test_problems_go_to_stderr_one_a_line_and_the_exit_code_is_2(capsys):
    with pytest.raises(SystemExit) as ended:
        load_or_exit(["--queue=x", "--isolates=y"], {})
    assert ended.value.code == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines() == [
        "2 problems with the settings (--help lists them):",
        "  --isolates is y; it must be a whole number such as 16",
        "  --queue is x; it must be a whole number such as 16",
    ]


def test_single_problem_is_counted_in_the_singular(capsys):
    with pytest.raises(SystemExit):
        load_or_exit(["--help=x"], {})
    assert capsys.readouterr().err.startswith("1 problem with the settings")


def test_right_settings_are_returned(capsys):
    assert load_or_exit(["--queue=3"], {}).queue == 3
    assert capsys.readouterr() == ("", "")


def test_value_with_a_line_break_stays_on_one_line(capsys):
    with pytest.raises(SystemExit):
        load_or_exit(["--queue=1\n2"], {"EXECUTOR_A\nB": ""})
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_settings_import_nothing_but_the_standard_library():
    # The spawned zygote imports it too, and must not have grpc.
    code = (
        "import sys; before = set(sys.modules); import executor.settings; "
        "print(*({name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["executor"]
