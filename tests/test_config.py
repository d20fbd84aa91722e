"""Settings: how values are read, where they come from, and what an operator is told about wrong ones."""

import dataclasses
import ipaddress
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from executor import config
from executor.config import SETTINGS, Settings, SettingsError, load_or_exit

# A busy machine is no bug of a parser.
PATIENTLY = settings(deadline=None)


def load(*argv, **variables):
    return Settings.load(argv, variables)


def problems(*argv, **variables):
    with pytest.raises(SettingsError) as caught:
        load(*argv, **variables)
    return caught.value.problems


def problem(*argv, **variables):
    """The only one there must be."""
    (only,) = problems(*argv, **variables)
    return only


# --- Values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("300ms", 0.3),
        ("50ms", 0.05),
        ("10s", 10.0),
        ("1m", 60.0),
        ("1.5m", 90.0),
        ("0.25", 0.25),
        ("7", 7.0),
        ("0", 0.0),
    ],
)
def test_duration_is_seconds(text, seconds):
    assert config.parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", " 1s", "1 s", "-1s", "+1s", "1h", "1S", "1e3", "inf", "nan", ".5s", "1.s", "1s\n", "1_0s", "٣s"],
)
def test_duration_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="300ms, 10s or 1m"):
        config.parse_duration(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("65535", 65535), ("256KiB", 262144), ("1MiB", 1048576), ("1GiB", 1073741824)],
)
def test_size_is_bytes(text, size):
    assert config.parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "1KB", "1kib", "1.5MiB", "-1", "1 MiB", "0x10", "MiB", "1_000", "9" * 5000]
)
def test_size_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="256KiB or 1MiB"):
        config.parse_size(text)


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1e3", "0x10", "two", "1\n", "9" * 5000])
def test_count_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="whole number"):
        config.parse_count(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:50051", "127.0.0.1:50051"),
        ("localhost:0", "localhost:0"),
        ("my_host-1.example.:1", "my_host-1.example.:1"),
        ("[::1]:65535", "[::1]:65535"),
        ("[fe80::1%eth0]:80", "[fe80::1%eth0]:80"),
        (":50051", "0.0.0.0:50051"),
        (":0080", "0.0.0.0:80"),
    ],
)
def test_address_is_host_and_port(text, address):
    assert config.parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "host:port"),
        ("localhost", "host:port"),
        ("localhost:", "host:port"),
        ("localhost:http", "host:port"),
        ("50051", "host:port"),
        ("localhost:-1", "host:port"),
        ("localhost:65536", "port 65536 is over 65535"),
        ("::1:50051", r"write \[::1\]:50051"),
        ("10.0.0.256:80", "'10.0.0.256' is no host name"),
        ("[127.0.0.1]:80", "is no host name"),
        ("[::1:80", "is no host name"),
        ("[]:80", "is no host name"),
        ("a b:80", "is no host name"),
        ("http://host:80", "is no host name"),
        ("[fe80::1%a\n]:80", "is no host name"),
        ("größe:80", "is no host name"),
    ],
)
def test_address_that_is_none_is_refused_with_advice(text, advice):
    with pytest.raises(ValueError, match=advice):
        config.parse_address(text)


@PATIENTLY
@given(st.integers(0, 10**9))
def test_milliseconds_are_the_nearest_float(milliseconds):
    assert config.parse_duration(f"{milliseconds}ms") == milliseconds / 1000


@PATIENTLY
@given(st.integers(0, 10**6))
def test_units_of_durations_agree(seconds):
    same = {f"{seconds}", f"{seconds}s", f"{seconds}.0s", f"{seconds * 1000}ms"}
    assert {config.parse_duration(text) for text in same} == {float(seconds)}
    assert config.parse_duration(f"{seconds}m") == 60 * seconds


@PATIENTLY
@given(st.integers(0, 10**6))
def test_units_of_sizes_agree(count):
    assert (
        config.parse_size(f"{count}MiB")
        == config.parse_size(f"{count * 1024}KiB")
        == config.parse_size(f"{count << 20}")
    )


@PATIENTLY
@given(st.ip_addresses(), st.integers(0, 65535))
def test_every_ip_address_and_port_is_kept(ip, port):
    text = f"[{ip}]:{port}" if isinstance(ip, ipaddress.IPv6Address) else f"{ip}:{port}"
    assert config.parse_address(text) == text


@PATIENTLY
@given(st.text("0123456789abf.:[]%-_ \n", max_size=30))
def test_parsed_address_parses_to_itself(text):
    try:
        address = config.parse_address(text)
    except ValueError:
        return
    assert config.parse_address(address) == address


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


# --- Declarations and defaults ---------------------------------------------------------------------------------------


def test_defaults_are_complete_and_as_documented():
    values = dataclasses.asdict(load())
    assert values.pop("isolates") >= config.MIN_AUTOMATIC_ISOLATES
    assert Path(values.pop("modules")) == Path(__file__).resolve().parent.parent / "modules" / "dist"
    assert values == {
        "listen": "127.0.0.1:50051",
        "plaintext": "loopback",
        "admin_listen": "127.0.0.1:8080",
        "tls_certificate": "",
        "tls_key": "",
        "tls_client_ca": "",
        "tokens": "",
        "max_connections": 1000,
        "max_connection_age": 1800.0,
        "queue": 256,
        "queue_timeout": 5.0,
        "affinity_isolates": 0,
        "affinity_max_uses": 1000,
        "affinity_idle": 60.0,
        "affinity_memory_bytes": 128 << 20,
        "tz": "UTC",
        "timeout": 10.0,
        "max_timeout": 60.0,
        "cpu_limit": 10.0,
        "max_memory_bytes": 128 << 20,
        "caller_metadata_key": "x-caller",
        "sandbox": "enforce",
        "max_code_bytes": 65535,
        "max_input_bytes": 1 << 20,
        "max_result_bytes": 5 << 20,
        "max_console_messages": 1000,
        "max_console_bytes": 256 << 10,
        "egress": "off",
        "egress_allow": (),
        "egress_ca": "",
        "egress_max_requests": 50,
        "egress_max_concurrent": 10,
        "egress_max_connections": 256,
        "egress_max_url_bytes": 8 << 10,
        "egress_max_header_bytes": 16 << 10,
        "egress_max_request_bytes": 5 << 20,
        "egress_max_response_bytes": 5 << 20,
        "egress_max_held_bytes": 32 << 20,
        "egress_timeout": 30.0,
        "egress_connect_timeout": 5.0,
        "warmup_timeout": 60.0,
        "warmup_failure": "exit",
        "canary_interval": 10.0,
        "canary_timeout": 5.0,
        "lame_duck": 2.0,
        "drain_timeout": 25.0,
        "kill_grace": 0.05,
        "log_level": "info",
        "log_format": "text",
        "traces": "off",
        "traces_propagate": "off",
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_declaration_is_consistent(setting):
    assert setting.group in config.GROUPS
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


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--egress-allow=api.example.com",), "needs --egress=listed"),
        (("--egress=listed",), "nothing is; give --egress-allow"),
        (("--egress=public", "--egress-allow=*"), "--egress=public allows all"),
        (("--egress=public", "--egress-allow=10.0.0.1/8"), "host bits set"),
        (("--egress=public", "--egress-allow=ftp://a.com"), "only http and https"),
        (("--egress=public", "--egress-allow=a.com:70000"), "ports are 1 to 65535"),
        (("--egress=public", "--egress-allow=a.com,,b.com"), "write off, or api.example.com"),
        (("--egress=public", "--egress-allow=127.1"), "no address"),
        (("--egress=public", "--egress-allow=10.0.0.0/8=private"), "leave =private away"),
    ],
)
def test_egress_settings_that_mean_nothing_are_problems(flags, words):
    assert words in problem(*flags)


def test_settings_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        load().queue = 1


def test_largest_messages_stay_under_what_grpc_can_count():
    most = {
        setting.name: setting.kind.parse(setting.maximum)
        for setting in SETTINGS
        # All but these cross the wire.
        if setting.kind is config.SIZE
        and setting.name not in ("max_memory_bytes", "affinity_memory_bytes")
        and not setting.name.startswith("egress_")
    }
    assert 2 * sum(most.values()) < 2**31


# --- Sources ---------------------------------------------------------------------------------------------------------


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


# --- Problems --------------------------------------------------------------------------------------------------------


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


def test_default_timeout_over_the_maximum_names_both_and_their_sources():
    assert problem("--timeout=90s") == (
        "--timeout is 90s, over the default of --max-timeout, which is 60s; lower --timeout or raise --max-timeout"
    )
    assert problem(EXECUTOR_MAX_TIMEOUT="5s").startswith(
        "the default of --timeout is 10s, over EXECUTOR_MAX_TIMEOUT, which is 5s; "
    )
    assert load("--timeout=60s").timeout == 60.0


def test_conflict_with_a_wrong_value_is_not_invented():
    assert problem("--max-timeout=soon", "--timeout=90s").startswith("--max-timeout is soon; ")


@pytest.mark.parametrize(
    ("listen", "admin"),
    [
        ("127.0.0.1:9000", "127.0.0.1:9000"),
        (":9000", "127.0.0.1:9000"),
        ("[::1]:9000", "[::]:9000"),
        (":9000", ":09000"),
    ],
)
def test_both_services_on_one_port_are_refused(listen, admin):
    assert "--admin-listen=off" in problem(
        f"--listen={listen}", f"--admin-listen={admin}", "--plaintext=anywhere"
    )


@pytest.mark.parametrize(
    ("listen", "admin"),
    [("localhost:0", "localhost:0"), ("127.0.0.1:9000", "127.0.0.2:9000"), (":9000", ":9001")],
)
def test_ports_that_do_not_meet_are_fine(listen, admin):
    load(f"--listen={listen}", f"--admin-listen={admin}", "--plaintext=anywhere")


@pytest.mark.parametrize("listen", [":50051", "10.0.0.7:50051", "[::]:50051", "executor.internal:50051"])
def test_plaintext_beyond_loopback_has_to_be_asked_for(listen):
    found = problem(f"--listen={listen}")
    assert "--plaintext=anywhere" in found
    assert "--tls-certificate" in found
    load(f"--listen={listen}", "--plaintext=anywhere")
    load(f"--listen={listen}", "--tls-certificate=c.pem", "--tls-key=k.pem")


@pytest.mark.parametrize("listen", ["127.0.0.1:1", "127.8.9.1:1", "[::1]:1", "localhost:1"])
def test_loopback_needs_no_tls(listen):
    load(f"--listen={listen}", "--admin-listen=:8080")


@pytest.mark.parametrize(
    ("flags", "missing"),
    [
        (["--tls-certificate=c.pem"], "--tls-key"),
        (["--tls-key=k.pem"], "--tls-certificate"),
        (["--tls-client-ca=ca.pem"], "--tls-certificate"),
        (["--tls-client-ca=ca.pem", "--tls-key=k.pem"], "--tls-certificate"),
    ],
)
def test_half_of_tls_is_refused(flags, missing):
    assert missing in problem(*flags)


# --- The end of a wrong start ----------------------------------------------------------------------------------------


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


# --- Help ------------------------------------------------------------------------------------------------------------


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
        assert any(
            f"[default {setting.shown}; " in line and f"; {setting.variable}]" in line for line in lines
        )


def test_help_has_its_groups_in_order(help_text):
    headings = [
        line[:-1] for line in help_text.splitlines() if line.endswith(":") and not line.startswith(" ")
    ]
    assert headings == [*config.GROUPS, "Help"]


def test_help_fits_100_columns_and_every_terminal(help_text):
    assert max(map(len, help_text.splitlines())) <= 100
    assert help_text.isascii()
    assert "\x1b" not in help_text


def test_help_does_not_depend_on_where_the_package_is(help_text):
    assert str(Path(config.__file__).parent.parent) not in help_text


def test_help_is_given_in_spite_of_problems():
    with pytest.raises(SystemExit) as ended:
        load("--queue=x", "--nonsense", "-h")
    assert ended.value.code == 0


# --- CPUs ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A machine of 16 CPUs, with the process in cgroup /pods/us."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)))
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text("4:memory:/other\n0::/pods/us\n")
    (tmp_path / "sys/fs/cgroup/pods/us").mkdir(parents=True)
    return tmp_path


def test_without_a_quota_the_affinity_counts(root):
    assert config.available_cpus(root) == 16
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("max 100000\n")
    assert config.available_cpus(root) == 16


def test_quota_of_the_own_cgroup_counts(root):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("250000 100000\n")
    assert config.available_cpus(root) == 2.5


def test_smaller_quota_of_a_cgroup_above_counts(root):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("400000 100000\n")
    (root / "sys/fs/cgroup/pods/cpu.max").write_text("50000 100000\n")
    assert config.available_cpus(root) == 0.5


def test_quota_of_a_container_is_at_the_root_of_its_namespace(root):
    (root / "proc/self/cgroup").write_text("0::/\n")
    (root / "sys/fs/cgroup/cpu.max").write_text("300000 100000\n")
    assert config.available_cpus(root) == 3


def test_quota_over_the_affinity_does_not_add_cpus(root):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("9900000 100000\n")
    assert config.available_cpus(root) == 16


@pytest.mark.parametrize("text", ["", "nonsense", "1 2 3", "x y"])
def test_unreadable_quota_is_none(root, text):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text(text)
    assert config.available_cpus(root) == 16


def test_machine_without_cgroups_has_its_affinity(tmp_path):
    assert config.available_cpus(tmp_path) == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(("cpus", "isolates"), [(0.5, 8), (2, 8), (2.1, 9), (2.5, 10), (16, 64)])
def test_automatic_isolates_are_four_per_cpu_and_at_least_eight(cpus, isolates):
    assert config.automatic_isolates(cpus) == isolates


def test_automatic_isolates_are_resolved_when_loaded(monkeypatch):
    monkeypatch.setattr(config, "available_cpus", lambda: 5.0)
    assert load().isolates == load("--isolates=0").isolates == 20
    assert load("--isolates=1").isolates == 1


def test_config_imports_nothing_but_the_standard_library():
    # The spawned zygote imports it too, and must not have grpc.
    code = (
        "import sys; before = set(sys.modules); import executor.config; "
        "print(*({name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["executor"]
