"""Credentials that the operator gives to requests of scripts: the file that says which, and what one request gets.

    # origin                  caller   header         value
    https://api.example.com   *        Authorization  Bearer api-token
    https://api.example.com   billing  X-Api-Key      /run/secrets/billing-key

The last field is the file that the value is in, seen from the folder of this one; a word before it is put before the value.
An origin is one scheme, host and port, in any spelling. The caller is a proven name, or `*` for whoever has no record of
his own for that header. Isolates know nothing of all this: the headers are added in the server, as a request is sent.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from executor.egress.checks import is_header
from executor.egress.policy import Policy, Refused, parse_host
from executor.formats.egress_entries import DEFAULT_PORTS, Address
from executor.reloading import Further, Reloading, UnusableFile, check_mode

log = logging.getLogger(__name__)

# In place of a caller's name.
EVERYBODY: Final = "*"
# Characters of a value; most servers take no longer lines.
MAX_VALUE: Final = 8000

_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^][:/?#@]+)(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE
)
_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")
_NAME = re.compile(r"[!-~]{1,256}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,31}")


class Origin(NamedTuple):
    """Where a request goes, as `Policy.route` takes it: the host in lower case, without a final dot, or as an address."""

    scheme: str
    host: str | Address
    port: int


@dataclass(frozen=True, eq=False, slots=True)
class Grant:
    """Headers for requests of one caller, or of many, to one origin. No two have the same number."""

    number: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)

    def among(self, headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """With those of a script, less those of the same names. To many servers `X_Key` is the same name as `X-Key`."""
        taken = {_plain(name) for name, _ in self.headers}
        return (*(pair for pair in headers if _plain(pair[0]) not in taken), *self.headers)


# By origin, caller, and header in its plain spelling: the header as it is written, and its value.
_Values = dict[Origin, dict[str, dict[str, tuple[str, str]]]]
Grants = Mapping[Origin, Mapping[str, Grant]]


class _Record(NamedTuple):
    origin: Origin
    caller: str
    header: str
    word: str
    path: str


class Credentials:
    """The newest good ones. Raises `UnusableFile` where there are none yet. No message of it has anything in it that could be
    a value, or be meant as one.
    """

    def __init__(self, path: str, policy: Policy, *, has_identities: bool) -> None:
        """`has_identities` is whether callers prove who they are."""
        self._path = path
        self._name = f"--egress-credentials={path}"
        self._policy = policy
        self._has_identities = has_identities
        self._numbers = count(1)
        self._values = Further()
        self._grants = Reloading(
            "the credentials for requests", [path], self._load, [self._name], self._values
        )

    def reload(self) -> None:
        """Reads the file, and those of the values, and says so in the log."""
        self._grants.reload()

    def of(self, origin: Origin, identity: str) -> Grant | None:
        """What a request of this caller (empty without a proven name) to this origin gets, if anything."""
        callers = self._grants.current().get(origin)
        if callers is None:
            return None
        return callers.get(identity) or callers.get(EVERYBODY)

    def _load(self, contents: Sequence[bytes]) -> Grants:
        check_mode(self._path, self._name, "have credentials sent to them")
        try:
            lines = contents[0].decode().splitlines()
        except UnicodeDecodeError:
            raise UnusableFile(f"{self._name} is not UTF-8") from None
        values: _Values = {}
        for number, line in enumerate(lines, 1):
            fields = line.split()
            if not fields or fields[0].startswith("#"):
                continue
            try:
                self._take(parse_record(fields), values, number)
            except ValueError as error:
                raise UnusableFile(f"{self._name}: line {number}: {error}") from None
        if not values:
            # As a tokens file without any: it is being written.
            raise UnusableFile(f"{self._name}: it has no records")
        self._warn_of_unreachable(values)
        return {origin: self._made(callers) for origin, callers in values.items()}

    def _take(self, record: _Record, values: _Values, number: int) -> None:
        """Raises `ValueError` and `UnusableFile`."""
        if record.caller != EVERYBODY and not self._has_identities:
            raise ValueError(
                "it is for one caller, and callers do not prove who they are; give --tokens or --tls-client-ca"
            )
        headers = values.setdefault(record.origin, {}).setdefault(record.caller, {})
        if _plain(record.header) in headers:
            raise ValueError(
                "a line above gives this header to the same caller's requests to the same origin"
            )
        headers[_plain(record.header)] = (record.header, self._value(record, number))

    def _value(self, record: _Record, number: int) -> str:
        """Raises `ValueError` and `UnusableFile`."""
        path = str(Path(self._path).parent / record.path)
        # Not the path, which in a wrong line may be the value itself.
        name = f"{self._name}: line {number}: the file of the value"
        content = self._values.read(path, name)
        check_mode(path, name, "choose what is sent")
        value = content.decode("latin-1").strip("\r\n")
        if not _VALUE.fullmatch(value) or len(value) > MAX_VALUE:
            raise ValueError(
                f"the value must be 1 to {MAX_VALUE} printable ASCII characters on one line, without blanks around them"
            )
        return f"{record.word} {value}" if record.word else value

    def _made(self, callers: Mapping[str, Mapping[str, tuple[str, str]]]) -> dict[str, Grant]:
        for_all = callers.get(EVERYBODY, {})
        return {
            caller: Grant(next(self._numbers), tuple({**for_all, **own}.values()))
            for caller, own in callers.items()
        }

    def _warn_of_unreachable(self, origins: Mapping[Origin, object]) -> None:
        for origin in origins:
            try:
                self._policy.route(*origin)
            except Refused as refused:
                log.warning("%s is of no use for an origin: %s", self._name, refused)


def parse_record(fields: Sequence[str]) -> _Record:
    """One record. Raises `ValueError`, which shows no field: in the wrong order each may be a value."""
    if len(fields) not in (4, 5):
        raise ValueError(
            "a record is ORIGIN CALLER HEADER FILE, or ORIGIN CALLER HEADER WORD FILE, with blanks between and none inside"
        )
    origin, caller, header, *word, path = fields
    parsed = parse_origin(origin)
    if not _NAME.fullmatch(caller):
        raise ValueError("the second field must be a caller's name, as in the tokens file, or *")
    if not is_header(header):
        raise ValueError(
            "the third field must be the name of a header, and none of those that belong to the connection"
        )
    if word and not _WORD.fullmatch(word[0]):
        raise ValueError("the fourth of five fields must be a word to put before the value, such as Bearer")
    return _Record(parsed, caller, header, "".join(word), path)


def parse_origin(text: str) -> Origin:
    """Raises `ValueError`, which does not show it."""
    match = _ORIGIN.fullmatch(text)
    if match is None:
        raise ValueError(
            "the first field must be an origin, such as https://api.example.com or http://10.1.2.3:8080, without a path"
        )
    scheme = match["scheme"].lower()
    port = int(match["port"]) if match["port"] else DEFAULT_PORTS[scheme]
    if not 1 <= port <= 65535:
        raise ValueError("the port of the origin must be 1 to 65535")
    try:
        return Origin(scheme, parse_host(match["host"]), port)
    except ValueError:
        raise ValueError(
            "the origin has no host name or address; *.example.com and blocks are none"
        ) from None


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
