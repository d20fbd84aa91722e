"""Formatted text in parts, as `formatToParts` has it."""

from __future__ import annotations

from typing import Any

from executor.isolate.icu.library import Library, Part, Region, narrow

# UFIELD_CATEGORY_…_SPAN
_DATE_INTERVAL_SPAN = 0x1005
_NUMBER_RANGE_SPAN = 0x1002
_LIST_SPAN = 0x1003
_SPANS = (_DATE_INTERVAL_SPAN, _NUMBER_RANGE_SPAN, _LIST_SPAN)


def parts(library: Library, value: Any) -> list[Part]:
    """Of a `UFormattedValue`."""
    return flatten(*library.regions(value))


def flatten(buffer: Any, length: int, regions: list[Region]) -> list[Part]:
    """Regions, which may lie in each other, as neighbours: each piece is (category, field, text, side), -1 for literals.

    A span (which end of a range, which item of a list) is the side of the pieces in it, -1 for none.
    """
    owner: list[tuple[int, int, int]] = [(-1, -1, -1)] * length
    sides: list[int] = [-1] * length
    # The narrowest last: it is what a unit belongs to.
    widest = sorted(regions, key=lambda region: region[0] - region[1])
    for number, (start, end, category, field) in enumerate(widest):
        for at in range(start, end):
            if category in _SPANS:
                sides[at] = field
            else:
                owner[at] = (number, category, field)
    pieces: list[Part] = []
    start = 0
    for at in range(1, length + 1):
        if at == length or owner[at] != owner[start] or sides[at] != sides[start]:
            _, category, field = owner[start]
            pieces.append((category, field, narrow(buffer, start, at), sides[start]))
            start = at
    return pieces
