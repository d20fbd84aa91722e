"""TLS and mTLS on the gRPC port: who connects, what happens when the files change or break."""

import logging
import ssl

import grpc
import http2
import psutil
import pytest
from certificates import Certificate, channel_credentials
from cryptography import x509
from harness import PATIENCE, eventually
from http2 import Connection, client_hello

from executor.client import AsyncClient, Client, ServingStatus
from executor.reloading import Reloading, UnusableFile

EXPIRY = "executor_tls_certificate_expiry_timestamp_seconds"


def connect(server, ca, client=None):
    return Client(server.address, credentials=channel_credentials(ca, client), retries=False)


def health(server, ca, client=None):
    """Over a connection of its own."""
    with connect(server, ca, client) as caller:
        return caller.health("liveness")


def refusal(server, ca, client=None):
    with pytest.raises(grpc.RpcError) as caught:
        health(server, ca, client)
    return caught.value


def server_certificate(server):
    """What a new connection gets to see, as PEM."""
    host, port = server.address.split(":")
    return ssl.get_server_certificate((host, int(port)), timeout=PATIENCE).encode()


def test_calls_go_over_tls_and_not_beside_it(start, files, ca):
    server = start("--isolates=1", *files.tls).listening()
    with connect(server, ca) as client:
        client.wait_ready(PATIENCE)
        assert client.execute("return 1 + 1").result == 2
    with Client(server.address, retries=False) as plain, pytest.raises(grpc.RpcError) as caught:
        plain.health()
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    stranger = refusal(server, Certificate("another ca"))
    assert stranger.code() is grpc.StatusCode.UNAVAILABLE
    assert health(server, ca) is ServingStatus.SERVING


def test_server_certificate_for_another_name_needs_the_name(start, files, ca):
    files.write(Certificate("server", ca, alternatives=(x509.DNSName("executor.internal"),)))
    server = start("--isolates=1", *files.tls).listening()
    assert refusal(server, ca).code() is grpc.StatusCode.UNAVAILABLE
    credentials = channel_credentials(ca)
    with Client(server.address, credentials=credentials, server_name="executor.internal") as client:
        assert client.health("liveness") is ServingStatus.SERVING


def test_with_a_client_ca_only_its_certificates_connect(start, files, ca):
    server = start("--isolates=1", *files.mutual).listening()
    assert health(server, ca, Certificate("billing", ca)) is ServingStatus.SERVING
    other = Certificate("other ca")
    for client in (None, Certificate("billing", other), Certificate("billing", ca, days=-1)):
        assert refusal(server, ca, client).code() is grpc.StatusCode.UNAVAILABLE


def test_changed_certificate_is_for_new_connections_and_old_ones_stay(start, files, ca):
    server = start("--isolates=1", *files.tls).listening()
    before = Certificate("server", ca, days=2)
    files.write(before)
    with connect(server, ca) as old:
        assert old.health("liveness") is ServingStatus.SERVING
        assert server_certificate(server) == before.pem
        after = Certificate("server", ca, days=30)
        files.write(after)
        assert server_certificate(server) == after.pem
        assert server.metrics()[EXPIRY] == after.expiry.timestamp()
        assert old.health("liveness") is ServingStatus.SERVING
    assert health(server, ca) is ServingStatus.SERVING


async def test_async_client_speaks_tls(start, files, ca):
    server = start("--isolates=1", *files.mutual).listening()
    credentials = channel_credentials(ca, Certificate("billing", ca))
    async with AsyncClient(server.address, credentials=credentials) as client:
        await client.wait_ready(PATIENCE)
        assert (await client.execute("return 1 + 1")).result == 2


def test_changed_client_ca_counts_for_new_connections(start, files, ca):
    server = start("--isolates=1", *files.mutual).listening()
    other = Certificate("next ca")
    client = Certificate("billing", other)
    assert refusal(server, ca, client).code() is grpc.StatusCode.UNAVAILABLE
    files.ca.write_bytes(ca.pem + other.pem)
    assert health(server, ca, client) is ServingStatus.SERVING
    assert health(server, ca, Certificate("billing", ca)) is ServingStatus.SERVING


@pytest.mark.parametrize("broken", ["garbage", "other key", "gone"])
def test_broken_new_file_keeps_the_old_certificate_and_says_so_once(start, files, ca, broken):
    server = start("--isolates=1", *files.tls).listening()
    before = server_certificate(server)
    match broken:
        case "garbage":
            files.certificate.write_bytes(
                b"-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"
            )
        case "other key":
            files.key.write_bytes(Certificate("server", ca).key)
        case "gone":
            files.key.unlink()
    for _ in range(3):
        assert server_certificate(server) == before
    complaints = eventually(lambda: [line for line in server.log if "cannot be used" in line], "a complaint")
    assert len(complaints) == 1
    assert str(files.key if broken != "garbage" else files.certificate) in complaints[0]
    assert not any("PRIVATE" in line or "Traceback" in line for line in server.log)
    after = Certificate("server", ca)
    files.write(after)
    assert server_certificate(server) == after.pem
    assert server_certificate(server) == after.pem


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda files, ca: files.certificate.unlink(), "does not exist"),
        (lambda files, ca: files.certificate.write_bytes(ca.key), "no certificate in PEM form"),
        (lambda files, ca: files.key.write_bytes(ca.pem), "no private key in PEM form"),
        (lambda files, ca: files.key.write_bytes(ca.key), "not that of the certificate"),
        (lambda files, ca: files.key.write_bytes(ca.encrypted_key(b"secret")), "encrypted"),
        (lambda files, ca: files.ca.write_bytes(b""), "no certificate in PEM form"),
    ],
    ids=["gone", "not a certificate", "not a key", "other key", "encrypted key", "empty client CA"],
)
def test_unusable_file_at_the_start_is_a_settings_error(start, files, ca, spoil, complaint):
    spoil(files, ca)
    server = start("--isolates=1", *files.mutual)
    assert server.wait() == 2
    server.stop(expected=2)
    (line,) = [line for line in server.log if " ERROR " in line]
    assert complaint in line
    assert not any("Traceback" in line for line in server.log)


@pytest.mark.slow
def test_handshake_that_never_ends_is_ended_and_does_no_harm(start, files, ca):
    server = start("--isolates=1", *files.tls).listening()
    with connect(server, ca) as client:
        client.wait_ready(PATIENCE)
    descriptors = psutil.Process(server.process.pid).num_fds
    before = descriptors()
    openings = [b"", client_hello()[:50], client_hello(), http2.PREFACE + http2.settings(), bytes(4096)]
    connections = [Connection(server.address, opening) for opening in openings for _ in range(10)]
    with connect(server, ca) as client:
        assert client.execute("return 'meanwhile'").result == "meanwhile"
    for connection in connections:
        with connection:
            assert connection.ended()
    assert health(server, ca) is ServingStatus.SERVING
    eventually(lambda: descriptors() <= before + 8, "descriptors are back")
    server.stop()
    assert not any("Traceback" in line for line in server.log), server.log


# --- Files that change -----------------------------------------------------------------------------------------------


def upper(contents):
    if b"bad" in contents[0]:
        raise UnusableFile("bad")
    return contents[0].upper()


def test_value_follows_its_file_also_when_a_link_changes_its_target(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    link = tmp_path / "link"
    link.symlink_to("one")
    value = Reloading("it", [str(link)], upper)
    assert value.current() == b"ONE"
    fresh = tmp_path / "fresh"
    fresh.symlink_to("two")
    fresh.rename(link)
    assert value.current() == b"TWO"


def test_unchanged_file_is_not_read_again(tmp_path):
    path = tmp_path / "file"
    path.write_text("a")
    value = Reloading("it", [str(path)], upper)
    assert value.current() is value.current()


def test_unusable_change_is_told_once_each_time(tmp_path, caplog):
    path = tmp_path / "file"
    path.write_text("good")
    value = Reloading("it", [str(path)], upper)
    with caplog.at_level(logging.INFO):
        for text in ("bad", "worse bad", "fine"):
            path.write_text(text)
            for _ in range(2):
                assert value.current() == (b"FINE" if text == "fine" else b"GOOD")
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR", "INFO"]


def test_directory_and_endless_file_are_no_files(tmp_path):
    for path in (tmp_path, "/dev/zero"):
        with pytest.raises(UnusableFile, match="is no file"):
            Reloading("it", [str(path)], upper)
