"""Where settings are written, what is said of everything else that stands there, and the help."""

import re

import pytest
from harness import ROOT
from hypothesis import given
from hypothesis import strategies as st
from loading import PATIENTLY, load, problem, problems

from executor.settings import GROUPS, SETTINGS, Settings, SettingsError, load_or_exit


def test_flag_wins_over_variable():
    assert load("--queue=1", EXECUTOR_QUEUE="2").queue == 1


def test_flag_wins_over_a_wrong_variable():
    assert load("--queue=1", EXECUTOR_QUEUE="many").queue == 1


def test_last_of_repeated_flags_counts():
    assert load("--queue=1", "--queue", "2").queue == 2


def test_empty_variable_is_unset():
    assert load(EXECUTOR_QUEUE="").queue == 256


def test_empty_flag_is_wrong():
    assert problem("--queue=").startswith("--queue is ''; ")


def test_other_variables_are_none_of_our_business():
    assert load(PATH="/bin", EXECUTOR="x", MY_EXECUTOR_QUEUE="x", executor_queue="x") == load()


def test_address_for_the_command_line_is_not_a_misspelt_setting():
    assert load(EXECUTOR_ADDRESS="10.0.0.7:50051") == load()
    assert load(EXECUTOR_CLIENT_TOKEN="t", EXECUTOR_CLIENT_CA="ca.pem") == load()
    assert "EXECUTOR_ADDRES is not a setting" in problem(EXECUTOR_ADDRES="10.0.0.7:50051")


def test_kubernetes_service_links_are_not_misspelt_settings():
    links = {
        "EXECUTOR_SERVICE_HOST": "10.0.0.1",
        "EXECUTOR_SERVICE_PORT": "50051",
        "EXECUTOR_SERVICE_PORT_GRPC": "50051",
        "EXECUTOR_PORT": "tcp://10.0.0.1:50051",
        "EXECUTOR_PORT_50051_TCP": "tcp://10.0.0.1:50051",
        "EXECUTOR_PORT_50051_TCP_PROTO": "tcp",
        "EXECUTOR_PORT_50051_TCP_PORT": "50051",
        "EXECUTOR_PORT_50051_TCP_ADDR": "10.0.0.1",
        "EXECUTOR_ADMIN_SERVICE_HOST": "10.0.0.2",
        "EXECUTOR_ADMIN_PORT": "tcp://10.0.0.2:8080",
    }
    assert load(**links) == load()
    assert "EXECUTOR_PORT is not a setting" in problem(EXECUTOR_PORT="50051")


def test_admin_pages_can_be_switched_off():
    assert load("--admin-listen=off").admin_listen == "off"
    assert "host:port" in problem("--listen=off")


def test_every_problem_is_named_at_once():
    found = problems(
        "--quue=3",
        "extra",
        "--timeout=soon",
        "--queue",
        "--lame-duck=2h",
        EXECUTOR_ISOLATES="-1",
        EXECUTOR_LOG_LEVEL="loud",
        EXECUTOR_TIMOUT="3s",
    )
    assert found == (
        "--quue is not a flag; did you mean --queue?",
        "extra is not expected; settings are written --name=value",
        "--queue has no value; write --queue=256, for example",
        "EXECUTOR_ISOLATES is -1; it must be a whole number such as 16",
        "--timeout is soon; it must be a duration such as 300ms, 10s or 1m",
        "--lame-duck is 2h; it must be a duration such as 300ms, 10s or 1m",
        "EXECUTOR_LOG_LEVEL is loud; it must be debug, info, warning or error",
        "the variable EXECUTOR_TIMOUT is not a setting; did you mean EXECUTOR_TIMEOUT?",
    )


def test_misspelt_variable_of_the_client_is_no_misspelt_setting():
    assert problem(EXECUTOR_CLIENT_TOKN="x") == (
        "the variable EXECUTOR_CLIENT_TOKN is not a setting; did you mean EXECUTOR_CLIENT_TOKEN?"
    )


@pytest.mark.parametrize(
    ("argument", "line"),
    [
        ("--timeout=0", "--timeout is 0; it must be from 1ms to 60m"),
        ("--max-timeout=61m", "--max-timeout is 61m; it must be from 1ms to 60m"),
        ("--isolates=5000", "--isolates is 5000; it must be from 0 to 4096"),
        ("--max-code-bytes=17MiB", "--max-code-bytes is 17MiB; it must be from 1 to 16MiB"),
        ("--kill-grace=" + "9" * 18 + "m", f"--kill-grace is {'9' * 18}m; it must be from 1ms to 60s"),
    ],
)
def test_value_out_of_range_is_named_with_the_range(argument, line):
    assert line in problems(argument)


def test_unknown_flag_and_its_value_are_one_problem():
    assert problem("--quue", "5") == "--quue is not a flag; did you mean --queue?"


def test_flag_like_nothing_known_is_to_be_removed():
    assert problem("--verbose") == "--verbose is not a flag; remove it"
    assert problem("-v") == "-v is not a flag; remove it"


def test_abbreviated_flag_is_not_taken_for_another():
    assert problem("--warmup-t=1s") == "--warmup-t is not a flag; did you mean --warmup-timeout?"


def test_value_of_an_unknown_variable_is_not_repeated():
    assert "s3cret" not in problem(EXECUTOR_TOKEN="s3cret")


@PATIENTLY
@given(st.sampled_from(SETTINGS), st.text() | st.text("0123456789mskMiB.:[]- \n", max_size=12))
def test_any_text_is_a_value_in_range_or_one_line_of_advice(setting, text):
    try:
        loaded = load(f"{setting.flag}={text}")
    except SettingsError as error:
        for line in error.problems:
            assert setting.flag in line
            assert line.isprintable()
    else:
        value = getattr(loaded, setting.name)
        if setting.minimum:
            # Not the minimum: `isolates` is resolved.
            assert value <= setting.kind.parse(setting.maximum)


ARGUMENTS = st.text() | st.sampled_from([setting.flag for setting in SETTINGS])


@PATIENTLY
@given(st.lists(ARGUMENTS.filter(lambda argument: not argument.startswith(("-h", "--help")))))
def test_any_arguments_are_settings_or_problems(argv):
    try:
        found = Settings.load(argv, {})
    except SettingsError as error:
        found = error.problems
    assert found


@PATIENTLY
@given(
    st.dictionaries(
        st.sampled_from([setting.variable for setting in SETTINGS])
        | st.text().map(lambda end: f"EXECUTOR_{end}")
        | st.text(),
        st.text() | st.text("0123456789mskMiB.:[]-", max_size=8),
        max_size=4,
    )
)
def test_any_environment_is_settings_or_problems_on_printable_lines(environ):
    try:
        found = Settings.load([], environ)
    except SettingsError as error:
        found = error.problems
    assert found
    assert isinstance(found, Settings) or all(line.isprintable() for line in found)


@pytest.fixture
def help_text(capsys):
    with pytest.raises(SystemExit) as ended:
        load_or_exit(["--help"], {})
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_help_has_each_setting_with_default_and_variable(help_text):
    lines = help_text.splitlines()
    for setting in SETTINGS:
        assert any(line.startswith(f"  {setting.flag} {setting.kind.metavar}") for line in lines)
        # In one bracket, which a long default may part.
        facts = re.search(rf"\[default {re.escape(setting.shown)};[^\]]*\s{setting.variable}\]", help_text)
        assert facts is not None


def test_help_has_its_groups_in_order(help_text):
    headings = [
        line[:-1] for line in help_text.splitlines() if line.endswith(":") and not line.startswith(" ")
    ]
    assert headings == [*GROUPS, "Help"]


def test_help_fits_100_columns_and_every_terminal(help_text):
    assert max(map(len, help_text.splitlines())) <= 100
    assert help_text.isascii()
    assert "\x1b" not in help_text


def test_help_does_not_depend_on_where_the_package_is(help_text):
    assert str(ROOT) not in help_text


def test_help_is_given_in_spite_of_problems():
    with pytest.raises(SystemExit) as ended:
        load("--queue=x", "--nonsense", "-h")
    assert ended.value.code == 0
