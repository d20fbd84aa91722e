"""The client that a command calls with, by the flags and variables about TLS and tokens."""

from __future__ import annotations

import argparse
import difflib
import os
from collections.abc import Mapping
from typing import Final

import grpc

from executor.client import Client
from executor.client.cli.exits import UsageError
from executor.client.cli.inputs import read

# With those of the flags about TLS and tokens (`CREDENTIALS`) known to the server's settings too, so that one shell
# may have the variables of both.
VARIABLE_PREFIX: Final = "EXECUTOR_CLIENT_"
# Not a flag, because everybody on the machine sees those.
TOKEN_VARIABLE: Final = "EXECUTOR_CLIENT_TOKEN"  # noqa: S105 - its name
# The value of --tls-ca for the certificates that gRPC brings along.
DEFAULT_CA: Final = "default"

# Of each flag: its name, the end of its variable, what stands for its value, and the help.
CREDENTIALS = (
    (
        "--tls-ca",
        "CA",
        "FILE",
        f"speak TLS, and believe servers that these certificates signed; {DEFAULT_CA}: gRPC's",
    ),
    ("--tls-certificate", "CERTIFICATE", "FILE", "the certificate to show, where the server wants one"),
    ("--tls-key", "KEY", "FILE", "its private key"),
    (
        "--tls-server-name",
        "SERVER_NAME",
        "NAME",
        "the name in the server's certificate, if not that of the address",
    ),
    (
        "--token-file",
        "TOKEN_FILE",
        "FILE",
        f"a file with the bearer token to show; or {TOKEN_VARIABLE} has the token",
    ),
)


def misspelt_variables(environ: Mapping[str, str]) -> list[str]:
    """A line for each variable that is named like one of the client's and is none. Others are the server's business, which may
    be started by the same shell.
    """
    known = [TOKEN_VARIABLE.removeprefix(VARIABLE_PREFIX), *(suffix for _, suffix, _, _ in CREDENTIALS)]
    found = []
    for name in sorted(environ):
        suffix = name.removeprefix(VARIABLE_PREFIX)
        if suffix != name and suffix not in known:
            near = difflib.get_close_matches(suffix, known, n=1, cutoff=0.6)
            hint = f"; did you mean {VARIABLE_PREFIX}{near[0]}?" if near else ""
            found.append(f"the variable {name} is none of the client's{hint}")
    return found


def client_of(arguments: argparse.Namespace) -> Client:
    """Raises `UsageError`."""
    token = os.environ.get(TOKEN_VARIABLE, "")
    if arguments.token_file:
        token = read(arguments.token_file).strip()
    try:
        return Client(
            arguments.address,
            credentials=_credentials(arguments),
            server_name=arguments.tls_server_name,
            token=token,
            caller=arguments.caller,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None


def _credentials(arguments: argparse.Namespace) -> grpc.ChannelCredentials | None:
    """None without --tls-ca: plaintext. Raises `UsageError`."""
    ca, certificate, key = arguments.tls_ca, arguments.tls_certificate, arguments.tls_key
    if bool(certificate) != bool(key):
        raise UsageError("--tls-certificate and --tls-key belong together; give both")
    if not ca:
        if certificate or arguments.tls_server_name:
            raise UsageError(f"this needs TLS; give --tls-ca too, a file or {DEFAULT_CA}")
        return None
    return grpc.ssl_channel_credentials(
        root_certificates=None if ca == DEFAULT_CA else _pem(ca),
        private_key=_pem(key) if key else None,
        certificate_chain=_pem(certificate) if certificate else None,
    )


def _pem(path: str) -> bytes:
    text = read(path)
    if "-----BEGIN " not in text:
        # gRPC would only say that it cannot connect.
        raise UsageError(f"{path} has nothing in PEM form")
    return text.encode()
