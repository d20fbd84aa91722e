"""Certificates for the TLS tests, made as they are needed."""

import datetime as dt
import ipaddress
from pathlib import Path
from typing import Any

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


class Certificate:
    """A certificate and its key; signs others. `Certificate("ca")` signs itself."""

    def __init__(
        self,
        name: str,
        issuer: "Certificate | None" = None,
        *,
        days: float = 1,
        alternatives: tuple[Any, ...] = (x509.IPAddress(ipaddress.ip_address("127.0.0.1")),),
    ) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        attributes = [x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else []
        subject = x509.Name(attributes)
        self.expiry = NOW + dt.timedelta(days=days)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.x509.subject if issuer else subject)
            .public_key(self.private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - dt.timedelta(days=10))
            .not_valid_after(self.expiry)
            .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        )
        if alternatives:
            builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=not name)
        self.x509 = builder.sign(issuer.private if issuer else self.private, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        return self.x509.public_bytes(Encoding.PEM)

    @property
    def key(self) -> bytes:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def encrypted_key(self, passphrase: bytes) -> bytes:
        encryption = BestAvailableEncryption(passphrase)
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


class Files:
    """Where a server looks for its certificate, key and client CA."""

    def __init__(self, directory: Path, ca: Certificate, server: Certificate) -> None:
        self.ca, self.certificate, self.key = (directory / name for name in ("ca.pem", "cert.pem", "key.pem"))
        self.ca.write_bytes(ca.pem)
        self.write(server)

    def write(self, server: Certificate) -> None:
        self.certificate.write_bytes(server.pem)
        self.key.write_bytes(server.key)

    @property
    def tls(self) -> tuple[str, str]:
        return f"--tls-certificate={self.certificate}", f"--tls-key={self.key}"

    @property
    def mutual(self) -> tuple[str, str, str]:
        return (*self.tls, f"--tls-client-ca={self.ca}")


def channel_credentials(ca: Certificate, client: Certificate | None = None) -> grpc.ChannelCredentials:
    """What a caller shows, and whom it believes."""
    return grpc.ssl_channel_credentials(ca.pem, client and client.key, client and client.pem)
