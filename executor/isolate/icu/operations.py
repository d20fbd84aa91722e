"""The operations by name, and what becomes of their errors."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable

from executor.isolate.icu.calendars import Calendars
from executor.isolate.icu.collations import Collations
from executor.isolate.icu.dates import Dates
from executor.isolate.icu.formatters import Formatters
from executor.isolate.icu.library import IcuError, Json, Library
from executor.isolate.icu.locales import Locales
from executor.isolate.icu.names import Names
from executor.isolate.icu.numbers import Numbers
from executor.isolate.icu.phrases import Phrases
from executor.isolate.icu.text import Text
from executor.isolate.icu.zones import Zones


class Icu:
    """Made once in the zygote. `zone` is the name of scripts' time zone, `native` the native part. Raises `IcuMissing`."""

    def __init__(self, zone: str = "UTC", native: ctypes.PyDLL | None = None) -> None:
        library = Library()
        locales = Locales(library)
        zones = Zones(library, zone)
        calendars = Calendars(library, locales, zones)
        numbers = Numbers(library, locales, Formatters(library, native))
        dates = Dates(library, locales, calendars)
        text = Text(library, locales, Collations(library, native))
        phrases, names = Phrases(library, locales), Names(library, locales)
        self._operations: dict[str, Callable[..., Json]] = {
            "tag": locales.canonical,
            "likely": locales.likely,
            "locales": locales.all,
            "collation_locales": locales.with_collation,
            "direction": locales.is_right_to_left,
            "calendars": locales.calendars,
            "collations": locales.collations,
            "numbering": locales.numbering,
            "supported": locales.supported,
            "week": calendars.week,
            "number": numbers.text,
            "formatter": numbers.formatter,
            "number_parts": numbers.parts,
            "number_range": numbers.range_parts,
            "plural": numbers.plural,
            "plural_range": numbers.range_plural,
            "plurals": numbers.plurals,
            "digits": numbers.currency_digits,
            "pattern": dates.pattern,
            "skeleton": dates.skeleton,
            "hour_cycle": dates.hour_cycle,
            "style_pattern": dates.style_pattern,
            "date": dates.text,
            "date_parts": dates.parts,
            "date_range": dates.range_parts,
            "zone": zones.canonical,
            "default_zone": zones.default,
            "zones": zones.all,
            "canonical_zones": zones.all_canonical,
            "zone_name": calendars.zone_name,
            "zone_offsets": calendars.zone_offsets,
            "sort_key": text.sort_key,
            "collator": text.collator,
            "collator_attribute": text.collator_attribute,
            "breaks": text.breaks,
            "case": text.cased,
            "list": phrases.list_text,
            "list_parts": phrases.list_parts,
            "relative": phrases.relative_text,
            "relative_parts": phrases.relative_parts,
            "display": names.display,
            "currency_name": names.currency,
            "keyword_name": names.keyword,
            "field_name": dates.field_name,
        }
        self._warm_up()

    def _warm_up(self) -> None:
        """Does now, once for all isolates, what leaves next to nothing on the heap; and loads the codec, whose file no
        isolate may read. A pattern generator for dates is 350 KB that every fork would map: who formats a date makes one.
        """
        self._operations["number"]("en-US", ".### rounding-mode-half-up", 0.5)
        self._operations["sort_key"]("en-US", [[4, 17], [5, 2]], "a")
        self._operations["breaks"]("zh-CN", 1, "\u4e2d\u6587")

    def answer(self, request: bytes) -> bytes:
        """Does one operation: `["name", argument, …]` in JSON. Answers in JSON, `{"error": …}` where ICU refuses."""
        try:
            name, *arguments = json.loads(request)
            answer = self._operations[name](*arguments)
        except IcuError as error:
            answer = {"error": str(error)}
        except (LookupError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            # The runtime does not ask so; a script that broke it may.
            answer = {"error": type(error).__name__}
        except ctypes.ArgumentError:
            answer = {"error": "ArgumentError"}
        return json.dumps(answer).encode()
