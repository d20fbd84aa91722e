"""Faults of the engine that are mended in the fetched source, because a script cannot mend them and they change results.

Each edit names a function and what has to be there exactly once; a place that is not as expected ends the build, because
then upstream has changed it, and somebody has to look whether the mend is still needed. Tests are scripts of tests/corpus,
compared with Node like all of them. `told` is what upstream is told.
"""

from __future__ import annotations

from pathlib import Path

from engine import clock_mends, edits, error_mends
from engine.edits import Edit, Mend, after, before

MENDS = (
    Mend(
        name="names that are not ASCII",
        told="JS_NewAtomLen looks its UTF-8 bytes up among atoms as if they were Latin-1, so in "
        "`({ '\\u00c3\\u00b8': 1 }); ({ \\u00f8: 2 })` (written out) the second object gets the first one's key. A comment there knows the bug. "
        "Only ASCII may be looked up before it is decoded.",
        test="objects/mojibake-names",
        edits=(
            Edit(
                "JS_NewAtomLen",
                "    if (len == 0 || !is_digit(*str)) {\n",
                "    size_t ascii = 0;\n"
                "    while (ascii < len && (uint8_t)str[ascii] < 128)\n"
                "        ascii++;\n"
                "    if (ascii == len && (len == 0 || !is_digit(*str))) {\n",
            ),
        ),
    ),
    Mend(
        name="spread of a string",
        told="CopyDataProperties makes an object of its source (ECMA-262 7.3.26 step 3), so `{ ...'hi' }` is "
        "`{ 0: 'h', 1: 'i' }`; JS_CopyDataProperties copies from objects only.",
        test="objects/spread-of-a-text",
        edits=(
            before(
                "JS_CopyDataProperties",
                "    if (JS_VALUE_GET_TAG(source) != JS_TAG_OBJECT)\n        return 0;\n",
                "    if (JS_IsString(source)) {\n        JSValue object = JS_ToObject(ctx, source);\n"
                "        if (JS_IsException(object))\n            return -1;\n"
                "        ret = JS_CopyDataProperties(ctx, target, object, excluded, setprop);\n"
                "        JS_FreeValue(ctx, object);\n        return ret;\n    }\n",
            ),
        ),
    ),
    Mend(
        name="several labels on one loop",
        told="`a: b: for (;;) continue a` is a syntax error: of several labels only the last is the loop's own. With a "
        "mark on labels whose statement is a label again, `continue` finds the loop through them.",
        test="control/several-labels",
        edits=(
            after(
                "",
                "    uint8_t is_regular_stmt : 1; // i.e. not a loop statement\n",
                "    uint8_t is_label_of_label : 1; // its statement is another label's\n",
            ),
            after(
                "push_break_entry",
                "    be->is_async_iterator = false;\n",
                "    be->is_label_of_label = false;\n",
            ),
            after(
                "js_parse_statement_or_decl",
                "            fd->top_break->is_regular_stmt = 1;\n",
                "            fd->top_break->is_label_of_label = is_label(s);\n",
            ),
            Edit(
                "emit_break",
                "        if (is_cont &&\n"
                "            top->label_cont != -1 &&\n"
                "            (name == JS_ATOM_NULL || top->label_name == name)) {\n",
                "        BlockEnv *labelled = top;\n"
                "        if (is_cont && top->label_cont != -1 && top->label_name != JS_ATOM_NULL) {\n"
                "            while (labelled->label_name != name && labelled->prev &&\n"
                "                   labelled->prev->is_label_of_label)\n"
                "                labelled = labelled->prev;\n"
                "        }\n"
                "        if (is_cont &&\n"
                "            top->label_cont != -1 &&\n"
                "            (name == JS_ATOM_NULL || labelled->label_name == name)) {\n",
            ),
        ),
    ),
    Mend(
        name="a look into iterators",
        told="A debugger shows what an iterator over a map has left. Map.preview, gone before any script runs, tells.",
        test="console/map-iterators",
        edits=(
            Edit(
                "",
                "static const JSCFunctionListEntry js_map_funcs[] = {\n",
                '#include "preview.h"\n\nstatic const JSCFunctionListEntry js_map_funcs[] = {\n'
                '    JS_CFUNC_DEF("preview", 1, js_map_preview ),\n',
            ),
        ),
    ),
    Mend(
        name="setters of indices under JSON.stringify",
        told="JS_JSONStringify keeps its stack of objects in an ordinary array, so a setter for an index on Array.prototype "
        "is called for each object, and what it throws ends the call. An array without a prototype has none.",
        test="json/setters-of-indices",
        edits=(
            Edit(
                "JS_JSONStringify",
                "    if (JS_IsException(jsc->stack))\n",
                "    if (JS_IsException(jsc->stack) || JS_SetPrototype(ctx, jsc->stack, JS_NULL) < 0)\n",
            ),
        ),
    ),
    Mend(
        name="local time",
        told="set_date_fields takes the offset that holds when UTC has the local time, not the zone, so dates are an hour "
        "off for some hours after each change of clocks. In a gap, and where a time comes twice, the offset before the "
        "change counts (ECMA-262 21.4.1.26). And Date() is not the text of new Date() where a script changes toString.",
        test="dates/new-york",
        edits=(
            Edit(
                "set_date_fields",
                "        tv += getTimezoneOffset(ti) * 60000;\n",
                "        int before = getTimezoneOffset(ti - 86400000), after = getTimezoneOffset(ti + 86400000);\n"
                "        if (getTimezoneOffset(ti + before * 60000LL) != before &&\n"
                "            getTimezoneOffset(ti + after * 60000LL) == after)\n"
                "            before = after;\n"
                "        tv += before * 60000;\n",
            ),
            Edit(
                "js_date_constructor",
                "        s = get_date_string(ctx, rv, 0, NULL, 0x13);\n",
                "        s = JS_Invoke(ctx, rv, JS_ATOM_toString, 0, NULL);\n",
            ),
        ),
    ),
    Mend(
        name="a reader of dates",
        told="What Date.parse makes of a text that is not in the standard's format is the host's choice, and programs rely on "
        "V8's. Date.setReader, gone before any script runs, takes the function that reads all of these; where that "
        "returns undefined, the engine does.",
        test="dates/csv-line-ends",
        edits=(
            before(
                "",
                "static JSValue js_Date_parse(JSContext *ctx, JSValueConst this_val,\n"
                "                             int argc, JSValueConst *argv)\n{\n",
                "static JSValue date_reader;\n"
                "static JSValue js_Date_setReader(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv)\n"
                "{\n    date_reader = js_dup(argv[0]);\n    return JS_UNDEFINED;\n}\n\n"
                "static bool is_standard_date(const char *p)\n{\n"
                "    size_t day = strspn(p, \"0123456789-\");\n    if (p[day] != 'T' || day != 10)\n"
                "        return p[day] == '\\0' && day <= 10;\n"
                '    p += 11 + strspn(p + 11, "0123456789:.");\n'
                "    return *p == '\\0' || !strcmp(p, \"Z\") || (strlen(p) == 6 && p[3] == ':');\n}\n\n",
            ),
            Edit("js_Date_parse", "c = (c == 0x2212) ? '-' : 'x';", "c = 'x';"),
            before(
                "js_Date_parse",
                "    if (js_date_parse_isostring(buf, fields, &is_local)\n",
                "    bool standard = js_date_parse_isostring(buf, fields, &is_local) && is_standard_date((char *)buf);\n"
                "    if (!standard && JS_IsFunction(ctx, date_reader)) {\n"
                "        rv = JS_Call(ctx, date_reader, JS_UNDEFINED, 1, vc(&s));\n"
                "        if (!JS_IsUndefined(rv)) {\n            JS_FreeValue(ctx, s);\n"
                "            return rv;\n        }\n        rv = JS_NAN;\n    }\n",
            ),
            after(
                "",
                '    JS_CFUNC_DEF("parse", 1, js_Date_parse ),\n',
                '    JS_CFUNC_DEF("setReader", 1, js_Date_setReader ),\n',
            ),
        ),
    ),
    Mend(
        name="closures in parameters",
        told="`function f(a, g = () => a) { a = 2; return g() }` returns what it was called with: body and parameters each have "
        "a variable of their own. The body should have one only for what it declares with var or as a function (ECMA-262 10.2.11).",
        test="engine/closures-in-parameters",
        edits=(
            before(
                "",
                "    /* if is_captured = true, provides the index of the corresponding\n"
                "       JSVarRef on stack */\n",
                "    uint8_t is_redeclared : 1; /* a parameter that the body declares again */\n",
            ),
            Edit(
                "define_var",
                "            if (idx >= 0)\n                break;\n",
                "            if (idx >= 0) {\n"
                "                vd = idx & ARGUMENT_VAR_OFFSET ? &fd->args[idx - ARGUMENT_VAR_OFFSET] : &fd->vars[idx];\n"
                "                vd->is_redeclared = 1;\n"
                "                break;\n"
                "            }\n",
            ),
            # Left is the scope with the call: until then closures share its variables.
            Edit(
                "js_parse_function_decl2",
                "        emit_op(s, OP_leave_scope);\n"
                "        emit_u16(s, fd->scope_level);\n\n"
                "        /* set the variable scope as the current scope */\n",
                "        /* set the variable scope as the current scope */\n",
            ),
            # Children are resolved first, in the order of the text: if a parameter's closure has the variable, that is known.
            before(
                "",
                "static int resolve_scope_var(JSContext *ctx, JSFunctionDef *s,\n",
                '#include "parameters.h"\n\n',
            ),
            *(
                Edit(
                    "resolve_scope_var",
                    f"{old} = {value};{end}",
                    f"{old} = shared_parameter(ctx, {of}, var_name, {value});{end}",
                )
                for of, old, value, end in (
                    ("s", "            var_idx", "idx", "\n            break;\n"),
                    ("fd", "                var_idx", "idx", "\n                break;\n"),
                    ("s", "var_idx", "find_var(ctx, s, var_name)", ""),
                    ("fd", "var_idx", "find_var(ctx, fd, var_name)", ""),
                )
            ),
            Edit(
                "add_eval_variables",
                "            get_closure_var(ctx, s, fd, JS_CLOSURE_LOCAL, scope_idx,\n",
                "            get_closure_var(ctx, s, fd, JS_CLOSURE_LOCAL, shared_parameter(ctx, fd, vd->var_name, scope_idx),\n",
            ),
            Edit(
                "add_eval_variables",
                "                if (vd->var_name != JS_ATOM_NULL) {\n",
                "                int shared = shared_parameter(ctx, fd, vd->var_name, i | ARGUMENT_VAR_OFFSET);\n"
                "                if (!(shared & ARGUMENT_VAR_OFFSET)) {\n"
                "                    get_closure_var(ctx, s, fd, JS_CLOSURE_LOCAL, shared, vd->var_name, false, true, JS_VAR_NORMAL);\n"
                "                } else if (vd->var_name != JS_ATOM_NULL) {\n",
            ),
        ),
    ),
    Mend(
        name="closing in for await",
        told="A body of `for await` that throws has to wait for what the iterator's return() gives before the exception goes on "
        "(ECMA-262 7.4.12), and an iterator whose next() failed is not closed at all. The unwinder closes it in both cases, "
        "and cannot wait. As code: a catch around the body that closes, and one around next() that does not.",
        test="engine/for-await",
        edits=(
            Edit(
                "js_parse_for_in_of",
                "    BlockEnv break_entry;\n",
                "    BlockEnv break_entry, body_entry;\n    ForAwait awaited = { 0 };\n",
            ),
            after(
                "js_parse_for_in_of",
                "    emit_label(s, label_next);\n",
                "    if (is_async && emit_for_await_body(s, &awaited))\n        return -1;\n",
            ),
            Edit(
                "js_parse_for_in_of",
                "        if (is_async)\n            emit_op(s, OP_for_await_of_start);\n        else\n",
                "        if (is_async) {\n"
                "            emit_op(s, OP_for_await_of_start);\n"
                "            emit_op(s, OP_drop);\n"
                "            emit_goto(s, OP_catch, awaited.failed);\n"
                "        } else\n",
            ),
            after(
                "js_parse_for_in_of",
                "    emit_label(s, label_body);\n",
                "    if (is_async) {\n        push_break_entry(fd, &body_entry, JS_ATOM_NULL, -1, -1, 1);\n"
                "        body_entry.label_finally = awaited.left;\n    }\n",
            ),
            Edit(
                "js_parse_for_in_of",
                "    close_scopes(s, s->cur_func->scope_level, block_scope_level);\n\n    emit_label(s, label_cont);\n",
                "    close_scopes(s, s->cur_func->scope_level, block_scope_level);\n"
                "    if (is_async) {\n        pop_break_entry(fd);\n        emit_op(s, OP_drop);\n    }\n\n"
                "    emit_label(s, label_cont);\n",
            ),
            Edit(
                "js_parse_for_in_of",
                "        emit_iterator_close(s, is_async, false);\n    } else {\n",
                "        emit_iterator_close(s, is_async, false);\n"
                "        if (is_async)\n            emit_for_await_failures(s, &awaited);\n"
                "    } else {\n",
            ),
            before(
                "",
                "static __exception int emit_break(JSParseState *s, JSAtom name, int is_cont)\n",
                '#include "forawait.h"\n\n',
            ),
        ),
    ),
    Mend(
        name="sorting as V8 does",
        told="Programs with an inconsistent comparator (`(a, b) => a > b`) give what their authors saw in V8. TimSort "
        "also calls it less often. Typed arrays have a plain merge sort there.",
        test="engine/sort-comparators",
        edits=(
            Edit(
                "js_array_cmp_generic",
                "    if (cmp != 0)\n"
                "        return cmp;\n"
                "    /* make sort stable: compare array offsets */\n"
                "    return (ap->pos > bp->pos) - (ap->pos < bp->pos);\n",
                "    return cmp;\n",
            ),
            before(
                "",
                "static JSValue js_array_sort(JSContext *ctx, JSValueConst this_val,\n",
                '#include "timsort.h"\n\n',
            ),
            Edit(
                "js_array_sort",
                "    rqsort(array, pos, sizeof(*array), js_array_cmp_generic, &asc);\n",
                "    js_array_timsort(array, pos, &asc);\n",
            ),
            Edit(
                "js_TA_cmp_generic",
                "        if (cmp == 0) {\n"
                "            /* make sort stable: compare array offsets */\n"
                "            cmp = (a_idx > b_idx) - (a_idx < b_idx);\n"
                "        }\n",
                "",
            ),
            before(
                "",
                "static JSValue js_typed_array_sort(JSContext *ctx, JSValueConst this_val,\n",
                '#include "mergesort.h"\n\n',
            ),
            Edit(
                "js_typed_array_sort",
                "            rqsort(array_idx, len, sizeof(array_idx[0]),\n                   js_TA_cmp_generic, &tsc);\n",
                "            js_typed_array_sort_indices(array_idx, len, &tsc);\n",
            ),
        ),
    ),
    *error_mends.MENDS,
    *clock_mends.MENDS,
)


def apply(folder: Path, wanted: tuple[Mend, ...] = MENDS) -> list[str]:
    """Edits the sources in `folder`; the names of what was mended. Raises `BuildError`."""
    return edits.apply(folder, wanted)
