"""What a person at a terminal is told beside the result."""

from __future__ import annotations

import re
from typing import Final

# What gRPC says of a connection that does not come about, and what may be wrong then: without --tls-ca, and with it.
_PLAINTEXT: Final = dict.fromkeys(
    ("Socket closed", "Connection reset by peer"), "it may speak TLS: give --tls-ca, a file or default"
)
_TLS: Final = {
    "WRONG_VERSION_NUMBER": "it speaks no TLS: leave out --tls-ca",
    "CERTIFICATE_VERIFY_FAILED": "none of the certificates in --tls-ca has signed its own",
    "Hostname Verification Check failed": "its certificate is for another name: give --tls-server-name",
    **dict.fromkeys(
        ("Socket closed", "Connection reset by peer"),
        "it may want a certificate that it knows: --tls-certificate and --tls-key",
    ),
}

NO_RETURN = "the script returned nothing; write `return` before the value that it should return"

# Comments and texts, which say nothing of statements.
_NO_CODE = re.compile(
    r"/\*.*?\*/|//[^\n]*|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`", re.DOTALL
)
_RETURN = re.compile(r"\breturn\b(?!\s*;?\s*$)", re.MULTILINE)
_STATEMENT = re.compile(
    r"(?:const|let|var|if|for|while|do|switch|try|throw|function|async\s+function|class|return|break|continue|import|export)\b"
    r"|console\s*\.|[})]"
)


def returned_nothing(code: str, result_json: str) -> bool:
    """Whether the result is nothing, and the last statement an expression whose value its author may have meant."""
    text = _NO_CODE.sub("''", code).strip().rstrip(";").rstrip()
    # What ends in a brace is a block far more often than a value.
    if result_json != "null" or text.endswith("}"):
        return False
    last = re.split(r";|\n(?![ \t]*[.)\]}?:])", text)[-1].strip()
    return bool(last) and not _RETURN.search(text) and not _STATEMENT.match(last)


def not_connected(details: str, *, with_tls: bool) -> str | None:
    """What to try where gRPC could not connect, by its words for why; None where they say it all."""
    hints = _TLS if with_tls else _PLAINTEXT
    return next((hint for words, hint in hints.items() if words in details), None)
