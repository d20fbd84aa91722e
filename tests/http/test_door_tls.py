"""The HTTP door with TLS: the certificates and the callers of gRPC's port, renewed as those."""

import contextlib
import http.client
import json
import ssl

import pytest
from certificates import Certificate
from harness import PATIENCE, eventually

DOOR = "--http-listen=127.0.0.1:0"
STATUS = "/executor.v1.ExecutorService/WarmupStatus"


def context_for(tmp_path, ca, client=None):
    context = ssl.create_default_context(cadata=ca.pem.decode())
    if client is not None:
        path = tmp_path / "client.pem"
        path.write_bytes(client.key + client.pem)
        context.load_cert_chain(path)
    return context


def status_of(server, context):
    """HTTP's, over a connection of its own."""
    host, port = server.door.split(":")
    connection = http.client.HTTPSConnection(host, int(port), timeout=PATIENCE, context=context)
    with contextlib.closing(connection):
        connection.request("POST", STATUS, "{}", {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, json.loads(response.read())


def certificate_of(server):
    host, port = server.door.split(":")
    return ssl.get_server_certificate((host, int(port)), timeout=PATIENCE).encode()


def test_renewed_certificate_is_for_new_connections(start, files, ca, tmp_path):
    server = start("--isolates=1", DOOR, *files.tls).listening()
    assert status_of(server, context_for(tmp_path, ca))[0] == 200
    with pytest.raises(ssl.SSLCertVerificationError):
        status_of(server, context_for(tmp_path, Certificate("another ca")))
    after = Certificate("server", ca, days=30)
    files.write(after)
    eventually(lambda: certificate_of(server) == after.pem, "the new certificate")
    assert status_of(server, context_for(tmp_path, ca))[0] == 200
    server.stop()


def test_callers_are_known_by_their_certificates(start, files, ca, tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text("billing certificate execute\nops certificate status\n")
    tokens.chmod(0o600)
    server = start("--isolates=1", DOOR, *files.mutual, f"--tokens={tokens}").listening()
    with pytest.raises((ssl.SSLError, ConnectionError)):
        status_of(server, context_for(tmp_path, ca))
    assert status_of(server, context_for(tmp_path, ca, Certificate("ops", ca)))[0] == 200
    status, refusal = status_of(server, context_for(tmp_path, ca, Certificate("billing", ca)))
    assert (status, refusal["code"]) == (403, "permission_denied")
    assert refusal["message"].startswith("billing may not call")
    status, refusal = status_of(server, context_for(tmp_path, ca, Certificate("nobody", ca)))
    assert (status, refusal["code"]) == (403, "permission_denied")
    assert refusal["message"].startswith("the certificate of nobody has no record")
    server.stop()


def test_client_ca_is_renewed(start, files, ca, tmp_path):
    server = start("--isolates=1", DOOR, *files.mutual).listening()
    other = Certificate("next ca")
    client = context_for(tmp_path, ca, Certificate("billing", other))
    with pytest.raises((ssl.SSLError, ConnectionError)):
        status_of(server, client)
    files.ca.write_bytes(ca.pem + other.pem)

    def is_let_in():
        try:
            return status_of(server, client)[0] == 200
        except (ssl.SSLError, ConnectionError):
            return False

    eventually(is_let_in, "a certificate of the new CA is enough")
    server.stop()
