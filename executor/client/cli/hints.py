"""What a person at a terminal is told beside the result."""

from __future__ import annotations

import re

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
