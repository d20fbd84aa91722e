"""Settings that contradict each other, and those that together would let in more callers than was meant."""

import pytest
from loading import load, problem


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


@pytest.mark.parametrize("other", ["--listen=127.0.0.1:9", "--admin-listen=127.0.0.1:9"])
def test_door_on_a_port_of_another_is_refused(other):
    assert "--http-listen=off" in problem(other, "--http-listen=127.0.0.1:9")


def test_door_beyond_loopback_needs_tls_as_grpc_does():
    assert "not a loopback address" in problem("--http-listen=:8090")
    load("--http-listen=:8090", "--plaintext=anywhere")
    load("--http-listen=:8090", "--tls-certificate=c.pem", "--tls-key=k.pem")
    load("--http-listen=127.0.0.1:8090")


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


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--egress-allow=api.example.com",), "needs --egress=listed"),
        (("--egress-credentials=file",), "--egress-credentials is file and needs --egress=listed"),
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
