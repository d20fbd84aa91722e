"""Memory errors of the engine that are mended in the source that is built, each looked up in that very source.

    python -m engine.fixes      prints the table of docs/security.md; exits 1 where a fix is not in the source

PyPI's dukpy 0.6.0 carries QuickJS-ng 0.11.0 (2025-11). Upstream's history since then was read commit by commit, up to
2026-08-21 (after 0.16.2), and from there the difference of the sources to 0.17.0. Here is what of it mends memory that is
read, written or freed wrongly. What triggers one is in upstream's tests, and not in this repository.
"""

from __future__ import annotations

import platform
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from engine import compiler

SCRIPT = "any script"
MEMORY = "a script that runs out of memory"
BYTECODE = "bytecode of strangers"
HOST = "native code of the host"
MODULES = "`import`, which scripts do not have"


@dataclass(frozen=True)
class Fix:
    """`commit` is upstream's. Where `function` (empty: all of `file`) has `text`, or lacks it (`gone`), it is in the source."""

    commit: str
    date: str
    what: str
    reach: str
    function: str
    text: str
    cve: str = ""
    file: str = "quickjs.c"
    gone: bool = False


FIXES = (
    Fix("c5d80831e51e", "2026-01-05", "typed array made over a buffer that shrinks meanwhile: write past its end", SCRIPT,
        "js_typed_array_constructor", "that resized or detached the ArrayBuffer", "CVE-2026-0821"),
    Fix("53eefbcd6951", "2026-01-05", "typed array's `sort` whose comparator shrinks it: access past its end", SCRIPT,
        "js_typed_array_sort", "if (j < len)", "CVE-2026-0822"),
    Fix("ea3e9d77454e", "2026-01-06", "`Atomics` on a buffer that goes away meanwhile: use after free", SCRIPT,
        "js_atomics_op", "js_atomics_get_buf(ctx", "CVE-2026-1144"),
    Fix("53aebe66170d", "2026-01-06", "typed array copied from one that shrinks meanwhile: write past its end", SCRIPT,
        "js_typed_array_constructor_ta", "if (len > p->u.array.count)", "CVE-2026-1145"),
    Fix("5c47676bba9a", "2026-02-01", "reference to nothing in serialised objects", BYTECODE,
        "JS_ReadObjectRec", "!s->objects[val]"),
    Fix("48ececf38b7e", "2026-02-19", "pattern read past its end", SCRIPT,
        "", "verboten", file="libregexp.c", gone=True),
    Fix("78494dbd1edb", "2026-02-26", "`FinalizationRegistry` whose held value is collected with it: use after free", SCRIPT,
        "reset_weak_ref", "bool enqueue = !rt->in_free;"),
    Fix("daab4ad4bae4", "2026-02-28", "`Iterator.concat` ended twice: use after free", SCRIPT,
        "js_iterator_concat_return", "pval = &it->values[it->index++];"),
    Fix("397310610529", "2026-03-12", "`arguments` of a function that still runs, seen by the collector: use after free", SCRIPT,
        "js_mapped_arguments_mark", "vr->is_detached || vr->is_coro"),
    Fix("e6e4e763a9bf", "2026-03-20", "typed array's `with` whose value shrinks it: read past its end", SCRIPT,
        "js_typed_array_with", "copy_len"),
    Fix("40e197fe8e8a", "2026-03-29", "length of a growing array overflows (and a653771, 2026-05-13)", SCRIPT,
        "expand_fast_array", "new_len > (uint32_t)INT32_MAX"),
    Fix("1b0b6602b644", "2026-04-03", "deleting the last element of an array: use after free", SCRIPT,
        "delete_property", "Special case deleting the last element", gone=True),
    Fix("6ba35b088af3", "2026-04-11", "symbol without a description", HOST,
        "js_new_symbol", "if (description == NULL)"),
    Fix("e1c1e4163e3c", "2026-05-16", "stack of an error that is freed meanwhile: use after free", MEMORY,
        "build_backtrace", "error_obj = js_dup(error_val);"),
    Fix("d98ff101c631", "2026-07-13", "`push` to an array whose length was raised: use after free", SCRIPT,
        "js_array_push", "array_len == p->u.array.count"),
    Fix("d0c227212637", "2026-07-14", "`DisposableStack` that disposes of itself: use after free", SCRIPT,
        "js_dispose_resources", "res->value = JS_UNDEFINED;"),
    Fix("ee13c7f2f703", "2026-07-15", "`RegExp.escape` of a text built by `+`: taken for another type", SCRIPT,
        "js_regexp_escape", "js_linearize_string_rope(ctx, argv[0])"),
    Fix("4369dd64885b", "2026-07-17", "detached buffer freed twice", HOST,
        "JS_DetachArrayBuffer", "abuf->realloc_func = NULL;"),
    Fix("ef7a3a748b36", "2026-07-17", "cyclic re-export of an imported name", MODULES,
        "js_get_local_export_var_ref1", "if (!var_ref) {"),
    Fix("7955cfd49e66", "2026-07-23", "suspended async function or generator, held by a closure alone: use after free", SCRIPT,
        "js_mapped_arguments_mark", "vr->is_coro"),
    Fix("c846cb136427", "2026-07-28", "call site freed twice", MEMORY,
        "js_new_callsite", "csd->filename = JS_UNDEFINED;"),
    Fix("776d724cfa46", "2026-07-28", "functions of a promise that could not be made: use after free", MEMORY,
        "js_create_resolving_functions", "resolving_funcs[1] = JS_UNDEFINED;"),
    Fix("e93cca611908", "2026-07-28", "size of `sort`'s index of a large typed array overflows", SCRIPT,
        "js_typed_array_sort", "js_calloc(ctx, len, sizeof(array_idx[0]))"),
    Fix("252209d99cf1", "2026-07-28", "number of keys of a proxy overflows", SCRIPT,
        "js_proxy_get_own_property_names", "max_int64(8, tab_size"),
    Fix("c2f37ecc2615", "2026-07-29", "class of strings with the `v` flag: write past its end", SCRIPT,
        "re_string_find2", "(len == 0 ||", file="libregexp.c"),
    Fix("05b2db95d9b8", "2026-08-21", "`AsyncDisposableStack` whose step has no argument: use after free", SCRIPT,
        "js_async_dispose_step", "js_async_dispose_rethrow, 1, 1"),
    Fix("in 0.17.0", "2026-10", "typed array's `at` whose index grows it", SCRIPT,
        "js_typed_array_at", "idx >= len || idx >= p->u.array.count"),
    Fix("in 0.17.0", "2026-10", "`DOMException`'s constructor and typed arrays' species read arguments that were not given", SCRIPT,
        "js_domexception_constructor0", "if (argc > 1 && !JS_IsUndefined(argv[1]))"),
)  # fmt: skip


def is_in(fix: Fix, folder: Path) -> bool:
    """Whether the sources in `folder` have it."""
    source = (folder / fix.file).read_text()
    body = _body(fix.function, source) if fix.function else source
    return bool(body) and (fix.text in body) is not fix.gone


def _body(function: str, source: str) -> str:
    """The definition of one function, or of all of that name (one a build option); empty where there is none."""
    pattern = rf"^[a-zA-Z][^;{{}}()]*\b{function}\([^;{{}}]*\)\s*\{{.*?^\}}"
    return "\n".join(re.findall(pattern, source, re.MULTILINE | re.DOTALL))


def sources() -> Path:
    """Where `make engine` compiled."""
    return compiler.ROOT / ".tools" / "engine" / platform.machine() / "quickjs"


def table(folder: Path) -> list[str]:
    """Of docs/security.md."""
    lines = [
        "| upstream's fix | what was wrong | in reach of | here | looked up in |",
        "|---|---|---|---|---|",
    ]
    for fix in FIXES:
        name = f"{fix.cve}, {fix.commit}" if fix.cve else fix.commit
        state = "mended" if is_in(fix, folder) else "**open**"
        lines.append(
            f"| {name}, {fix.date} | {fix.what} | {fix.reach} | {state} | `{fix.function or fix.file}` |"
        )
    return lines


if __name__ == "__main__":
    rows = table(sources())
    print("\n".join(rows))
    sys.exit(any("**open**" in row for row in rows))
