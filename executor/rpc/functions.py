"""Names of the functions that the caller of a conversation offers: which may be, so that `host.NAME(…)` means that and no more."""

from __future__ import annotations

import json
from collections.abc import Sequence

from executor.errors import InvalidJob

MAX_NAME = 128

# Texts, because a list of them takes 40 lines.
_RESERVED = (
    "await break case catch class const continue debugger default delete do else enum export extends false finally for "
    "function if implements import in instanceof interface let new null package private protected public return static "
    "super switch this throw true try typeof var void while with yield"
)
# What code, the engine and libraries ask any object for: `host` would answer with a call. Every object has most of them.
_OF_OBJECTS = (
    "__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ constructor hasOwnProperty inspect "
    "isPrototypeOf propertyIsEnumerable prototype then toJSON toLocaleString toString valueOf"
)
_FAULTS = {
    **dict.fromkeys(_RESERVED.split(), "is a reserved word"),
    **dict.fromkeys(_OF_OBJECTS.split(), "is one that objects have anyway"),
}


def checked_names(names: Sequence[str], limit: int) -> tuple[str, ...]:
    """Those that a caller may offer, at most `limit`. Raises `InvalidJob`, which tells the name."""
    if len(names) > limit:
        raise InvalidJob(
            "TOO_MANY_FUNCTIONS",
            f"there are {len(names)} functions, over the limit of {limit}; offer fewer",
            actual=len(names),
            limit=limit,
        )
    seen = set[str]()
    for name in names:
        why = _fault(name) or ("is there twice" if name in seen else "")
        if why:
            shown = json.dumps(name[:MAX_NAME], ensure_ascii=False)
            raise InvalidJob(
                "FUNCTION_NAME_INVALID",
                f"a function cannot be called {shown}: the name {why}; give each a name of its own that is a "
                f"JavaScript identifier of at most {MAX_NAME} characters",
                name=name[:MAX_NAME],
            )
        seen.add(name)
    return tuple(names)


def _fault(name: str) -> str:
    """What is wrong with a name, empty where nothing is."""
    if len(name) > MAX_NAME:
        return f"has {len(name)} characters"
    # Python's letters are JavaScript's, but for the dollar sign.
    if not name.replace("$", "_").isidentifier():
        return "is no identifier"
    return _FAULTS.get(name, "")
