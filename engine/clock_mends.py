"""Clocks that the host sets, which only the engine itself can have stand: the C is in include/clock.h. As engine/mends.py."""

from __future__ import annotations

from engine.edits import Edit, Mend, after, before

MENDS = (
    Mend(
        name="clocks that stand",
        told="A host that repeats a run needs what nothing in JavaScript can give it: `new Date`, `Date.now` and `performance.now` of every "
        "reference that was ever taken, a zone of the run, and no result that depends on when garbage is found. Date.setClock and "
        "Date.setZone, gone before any script runs.",
        test="dates/new-york",
        edits=(
            before("", "static int getTimezoneOffset(int64_t time) {\n", '#include "clock.h"\n\n'),
            after(
                "getTimezoneOffset",
                "    struct tm tm;\n",
                "\n    if (clock_zone_count)\n        return clock_zone_offset(time);\n",
            ),
            Edit(
                "date_now",
                "    return js__gettimeofday_us() / 1000;\n",
                "    return clock_stands ? clock_ahead + (int64_t)clock_now : js__gettimeofday_us() / 1000;\n",
            ),
            after(
                "",
                '    JS_CFUNC_DEF("setReader", 1, js_Date_setReader ),\n',
                '    JS_CFUNC_DEF("setClock", 3, js_Date_setClock ),\n    JS_CFUNC_DEF("setZone", 1, js_Date_setZone ),\n',
            ),
            Edit(
                "js_perf_now",
                "    return js_float64(js__now_ms() - ctx->time_origin);\n",
                "    return js_float64(clock_stands ? clock_now : js__now_ms() - ctx->time_origin);\n",
            ),
            before(
                "js_weakref_constructor",
                "    JS_SetOpaqueInternal(obj, wrd);\n",
                "    if (clock_stands)\n        js_dup(arg);\n",
            ),
            before(
                "js_finrec_job",
                "    return JS_Call(ctx, argv[0], JS_UNDEFINED, 1, &argv[1]);\n",
                "    if (clock_stands)\n        return JS_UNDEFINED;\n",
            ),
        ),
    ),
)
