"""Who calls, and what it may call: identities, the tokens file, and the rules. Knows nothing of gRPC.

A caller shows a bearer token or a client certificate. The tokens file says which identity that is, and what it may:

    # name    token                                                                    may call
    billing   sha256:b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78  execute
    ops       certificate                                                              status,reflection

Only the SHA-256 of a token is stored, so whoever reads the file cannot call. No salt and no slow hash: tokens are long
and random, not passwords. A token that is shown counts alone, valid or not; a certificate counts where none is.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from executor.errors import NotPermitted, Unauthenticated
from executor.reloading import Reloading, UnusableFile, check_mode

CERTIFICATE: Final = "certificate"

# Characters. Names are in logs, and a caller's key for fair shares.
MAX_NAME: Final = 256
_NAME = re.compile(rf"[!-~]{{1,{MAX_NAME}}}")
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


class Permission(StrEnum):
    """A group of methods that a record of the tokens file may name."""

    EXECUTE = "execute"
    STATUS = "status"
    REFLECTION = "reflection"


ALL: Final = frozenset(Permission)

_EXECUTOR = "/executor.v1.ExecutorService/"
_PERMISSIONS: Final[Mapping[str, frozenset[Permission]]] = {
    f"{_EXECUTOR}Execute": frozenset({Permission.EXECUTE}),
    f"{_EXECUTOR}ExecuteBatch": frozenset({Permission.EXECUTE}),
    f"{_EXECUTOR}Converse": frozenset({Permission.EXECUTE}),
    f"{_EXECUTOR}PrepareProgram": frozenset({Permission.EXECUTE}),
    f"{_EXECUTOR}WarmupStatus": frozenset({Permission.STATUS}),
    # Who executes has to know the limits.
    f"{_EXECUTOR}ServerStatus": frozenset({Permission.STATUS, Permission.EXECUTE}),
}
_OPEN_SERVICE: Final = "/grpc.health.v1.Health/"
_REFLECTION_PACKAGE: Final = "/grpc.reflection."


@dataclass(frozen=True)
class Identity:
    """A caller that is known."""

    name: str
    permissions: frozenset[Permission] = ALL

    def check(self, method: str) -> None:
        """Raises `NotPermitted` where a method, such as `/executor.v1.ExecutorService/Execute`, is not for this
        identity. A method in no group is for none.
        """
        needed = _needed(method)
        if not needed & self.permissions:
            wanted = " or ".join(sorted(needed)) or "nothing that can be granted"
            raise NotPermitted(
                f"{self.name} may not call {method}; that takes the permission {wanted} (--tokens)",
                identity=self.name,
                method=method,
                permission=wanted,
            )


def is_open(method: str) -> bool:
    """Whether anyone may call: health, which probes ask for."""
    return method.startswith(_OPEN_SERVICE)


def _needed(method: str) -> frozenset[Permission]:
    """Any one of them is enough."""
    if method.startswith(_REFLECTION_PACKAGE):
        return frozenset({Permission.REFLECTION})
    return _PERMISSIONS.get(method, frozenset())


# --- Of the call under way -------------------------------------------------------------------------------------------

_current: ContextVar[Identity | None] = ContextVar("identity", default=None)


def current() -> Identity | None:
    """The identity of the call this is asked in; None outside of calls, and where callers need none."""
    return _current.get()


def enter(identity: Identity | None) -> None:
    """Makes it the identity of the call, for the rest of its task."""
    _current.set(identity)


# --- The tokens file -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Roster:
    """What a tokens file says: tokens by their SHA-256, and the identities of certificates by name."""

    tokens: tuple[tuple[bytes, Identity], ...]
    certificates: Mapping[str, Identity]

    def of_token(self, token: bytes) -> Identity | None:
        """In a time that tells nothing of the tokens: all are compared, each in constant time."""
        digest = hashlib.sha256(token).digest()
        found = None
        for known, identity in self.tokens:
            if hmac.compare_digest(known, digest):
                found = identity
        return found


def parse(text: str) -> Roster:
    """Reads a tokens file. Raises `UnusableFile` naming the line; what stands there as a token is never shown."""
    tokens: dict[bytes, Identity] = {}
    certificates: dict[str, Identity] = {}
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if not fields or fields[0].startswith("#"):
            continue
        try:
            _read(fields, tokens, certificates)
        except ValueError as error:
            raise UnusableFile(f"line {number}: {error}") from None
    if not tokens and not certificates:
        # More likely a file that is just being written than the wish to lock everybody out.
        raise UnusableFile("it has no records")
    return Roster(tuple(tokens.items()), certificates)


def _read(fields: Sequence[str], tokens: dict[bytes, Identity], certificates: dict[str, Identity]) -> None:
    """One record. Raises `ValueError`."""
    if len(fields) != 3:
        raise ValueError("a record is NAME TOKEN PERMISSIONS, with blanks between and none inside")
    name, shown, wanted = fields
    if not _NAME.fullmatch(name):
        raise ValueError(f"the name must be 1 to {MAX_NAME} printable ASCII characters")
    identity = Identity(name, _permissions(wanted))
    if shown == CERTIFICATE:
        if name in certificates:
            raise ValueError(f"there is a record for certificates of {name} already")
        certificates[name] = identity
        return
    match = _HASH.fullmatch(shown)
    if match is None:
        raise ValueError(
            f"the second field must be {CERTIFICATE}, or sha256: and 64 lower-case hex digits, as "
            "`printf %s TOKEN | sha256sum` prints them"
        )
    digest = bytes.fromhex(match[1])
    if digest in tokens:
        raise ValueError(f"the token of {name} is that of {tokens[digest].name} too; give each its own")
    tokens[digest] = identity


def _permissions(text: str) -> frozenset[Permission]:
    try:
        return frozenset(map(Permission, text.split(",")))
    except ValueError:
        # Not shown: fields in the wrong order have a token here.
        raise ValueError(
            f"the third field must be permissions with commas between: {', '.join(Permission)}"
        ) from None


class Callers:
    """Decides who a caller is. Without a tokens file every certificate that TLS let in is an identity that may all."""

    def __init__(self, tokens_path: str) -> None:
        """`tokens_path` may be empty. Raises `UnusableFile`."""
        self._path = tokens_path
        self._name = f"--tokens={tokens_path}"
        self._roster = (
            Reloading("the tokens file", [tokens_path], self._load, [self._name]) if tokens_path else None
        )

    @property
    def wants_tokens(self) -> bool:
        """Whether there is a tokens file, so that nobody calls without being in it."""
        return self._roster is not None

    def reload(self) -> None:
        """Reads the tokens file, if there is one, and says so in the log."""
        if self._roster is not None:
            self._roster.reload()

    def by_token(self, authorizations: Sequence[str]) -> Identity | None:
        """From all `authorization` metadata of a call; None if there is none. Raises `Unauthenticated`."""
        if self._roster is None or not authorizations:
            return None
        scheme, _, token = authorizations[0].partition(" ")
        if len(authorizations) > 1 or scheme.lower() != "bearer" or not token:
            raise Unauthenticated(
                "INVALID_CREDENTIALS",
                f"the call has {len(authorizations)} authorization entries in its metadata; "
                "send one, of the form `Bearer TOKEN`",
            )
        identity = self._roster.current().of_token(token.strip().encode())
        if identity is None:
            raise Unauthenticated(
                "UNKNOWN_TOKEN", "the token is unknown; was it replaced? Get one from the service's operator"
            )
        return identity

    def by_certificate(self, names: Sequence[str]) -> Identity | None:
        """From the names of a verified certificate: its common name, then its alternative names.

        None for a caller without certificate where none is needed. Raises `Unauthenticated` or `NotPermitted`.
        """
        if self._roster is None:
            return Identity(names[0]) if names else None
        if not names:
            raise Unauthenticated(
                "NO_CREDENTIALS", "the call has no token; send metadata `authorization: Bearer TOKEN`"
            )
        certificates = self._roster.current().certificates
        for name in names:
            if name in certificates:
                return certificates[name]
        raise NotPermitted(
            f"the certificate of {names[0]} has no record in the tokens file, and the call has no token",
            identity=names[0],
        )

    def _load(self, contents: Sequence[bytes]) -> Roster:
        # Who may read it learns names and what each may, and no token.
        check_mode(self._path, self._name, "call")
        try:
            return parse(contents[0].decode())
        except UnicodeDecodeError:
            raise UnusableFile(f"{self._name} is not UTF-8") from None
        except UnusableFile as error:
            raise UnusableFile(f"{self._name}: {error}") from None
