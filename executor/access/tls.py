"""TLS of the gRPC port and the HTTP door: certificate, key and the callers' CA from files, renewed without a restart.

gRPC asks before each handshake whether there is something new (`grpc.dynamic_ssl_server_credentials`), in a thread of
its own; Python's ssl asks in each handshake, by the callback that is meant for names. Connections that stand keep what they began
with; `--max-connection-age` ends those of gRPC.
"""

from __future__ import annotations

import contextlib
import logging
import os
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import grpc
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from executor.reloading import Reloading, UnusableFile
from executor.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Material:
    """One set that fits together. `expiry` is when the server's own certificate ends, in seconds of Unix time."""

    certificate: bytes
    key: bytes = field(repr=False)
    client_ca: bytes | None
    expiry: float

    def configuration(self) -> grpc.ServerCertificateConfiguration:
        """As gRPC takes it."""
        return grpc.ssl_server_certificate_configuration([(self.key, self.certificate)], self.client_ca)

    def context(self) -> ssl.SSLContext:
        """As Python's ssl takes it. With a client CA, callers without a certificate of it do not connect."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with _as_file(self.certificate) as certificate, _as_file(self.key) as key:
            context.load_cert_chain(certificate, key)
        if self.client_ca is not None:
            context.load_verify_locations(cadata=self.client_ca.decode())
            context.verify_mode = ssl.CERT_REQUIRED
        return context


@contextlib.contextmanager
def _as_file(content: bytes) -> Iterator[str]:
    """A path of it, in memory: ssl reads a chain from files only, and those of the settings may be newer by now."""
    descriptor = os.memfd_create("tls")
    try:
        os.write(descriptor, content)
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)


class Tls:
    """The server's credentials."""

    def __init__(self, settings: Settings) -> None:
        """`settings.tls_certificate` and `settings.tls_key` are given. Raises `UnusableFile`."""
        paths = [settings.tls_certificate, settings.tls_key]
        if settings.tls_client_ca:
            paths.append(settings.tls_client_ca)
        flags = ("--tls-certificate", "--tls-key", "--tls-client-ca")
        # As messages name them.
        self._names = [f"{flag}={path}" for flag, path in zip(flags, paths, strict=False)]
        self._files = Reloading("TLS certificate or key", paths, self._load, self._names)
        self._offered = self._files.current()

    @property
    def expiry(self) -> float:
        """When the certificate for new connections ends, in seconds of Unix time."""
        return self._files.current().expiry

    def reload(self) -> None:
        """Reads certificate, key and client CA for the next handshake, and says so in the log."""
        self._files.reload()

    def credentials(self) -> grpc.ServerCredentials:
        """For `add_secure_port`. With a client CA, callers without a certificate of it do not connect."""
        return grpc.dynamic_ssl_server_credentials(
            self._offered.configuration(),
            # None means no change; the published types do not say so.
            cast(Callable[[], grpc.ServerCertificateConfiguration], self._newer),
            require_client_authentication=self._offered.client_ca is not None,
        )

    def context(self) -> ssl.SSLContext:
        """For the HTTP door: each handshake goes on with what the files are by then."""
        newest = self._files.current()
        contexts = {newest: newest.context()}

        def renew(
            connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, offered: ssl.SSLContext
        ) -> None:
            material = self._files.current()
            if material not in contexts:
                context = material.context()
                contexts.clear()
                contexts[material] = context
            connection.context = contexts[material]

        first = contexts[newest]
        # Called in each handshake, also of clients that name nobody.
        first.sni_callback = renew
        return first

    def _newer(self) -> grpc.ServerCertificateConfiguration | None:
        """What gRPC does not have yet. Called in gRPC's threads; an exception would end the handshake."""
        material = self._files.current()
        if material is self._offered:
            return None
        self._offered = material
        return material.configuration()

    def _load(self, contents: Sequence[bytes]) -> Material:
        certificate, key = contents[:2]
        client_ca = contents[2] if len(contents) > 2 else None
        leaf = _certificates(self._names[0], certificate)[0]
        _check_key(self._names[1], key, leaf)
        if client_ca is not None:
            _certificates(self._names[2], client_ca)
        if leaf.not_valid_after_utc < datetime.now(UTC):
            log.warning("the certificate in %s ended at %s", self._names[0], leaf.not_valid_after_utc)
        return Material(certificate, key, client_ca, leaf.not_valid_after_utc.timestamp())


def _certificates(path: str, content: bytes) -> list[x509.Certificate]:
    """At least one."""
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError:
        raise UnusableFile(f"{path} has no certificate in PEM form, or a damaged one") from None


def _check_key(path: str, content: bytes, leaf: x509.Certificate) -> None:
    try:
        key = load_pem_private_key(content, password=None)
    except TypeError:
        raise UnusableFile(f"the key in {path} is encrypted; give one without a passphrase") from None
    except (ValueError, UnsupportedAlgorithm):
        raise UnusableFile(f"{path} has no private key in PEM form, or a damaged one") from None
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise UnusableFile(f"the key in {path} is neither RSA nor ECDSA, which is what gRPC takes")
    if key.public_key() != leaf.public_key():
        raise UnusableFile(f"the key in {path} is not that of the certificate beside it")
