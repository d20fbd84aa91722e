"""What the engine does in many steps and could do in few, with the same result: edits of the fetched source, as engine/mends.py has
them for faults, and under the same rule. Here no script of the corpus fails without an edit; its test shows that the result
is still Node's, and `told` why the engine's own way is too long for what people write.
"""

from __future__ import annotations

from engine.edits import Edit, Mend, after, before
from engine.programs import PROGRAMS

_GLUE = "glue/_support.c"

SHORTCUTS = (
    Mend(
        name="concat, slice and spread of plain arrays",
        told="Each element is looked up or defined as a property. `a = a.concat([x])` in a loop of 20,000 takes 10 s so, in V8 0.9 s; slice 22 "
        "times what it takes V8, `[...a]` nine times.",
        test="arrays/concat-shapes",
        edits=(
            before(
                "",
                "static __exception int js_append_enumerate(JSContext *ctx, JSValue *sp)\n{\n",
                '#include "concat.h"\n\n',
            ),
            before(
                "js_append_enumerate",
                "        for (i = 0; i < count32; i++) {\n",
                "        int appended = js_concat_packed(ctx, sp[-3], pos, sp[-1], len, 0);\n"
                "        if (appended < 0)\n            goto exception;\n"
                "        if (appended) {\n            pos += len;\n            count32 = 0;\n        }\n",
            ),
            before(
                "js_array_slice",
                "    if (js_get_fast_array(ctx, obj, &arrp, &count32) &&\n        js_is_fast_array(ctx, arr)) {\n",
                "    kPresent = js_slice_packed(ctx, arr, obj, len, start, count);\n"
                "    if (kPresent < 0)\n        goto exception;\n"
                "    if (kPresent) {\n        k = final;\n        n = count;\n    }\n",
            ),
            before(
                "js_array_concat",
                "            for (k = 0; k < len; k++, n++) {\n",
                "            res = js_concat_packed(ctx, arr, n, e, len, argc);\n"
                "            if (res < 0)\n                goto exception;\n"
                "            if (res) {\n                n += len;\n                continue;\n            }\n",
            ),
        ),
    ),
    Mend(
        name="splice and unshift of plain arrays",
        told="Both move what is behind element by element, as properties. To take one element of 50,000 out 20,000 times takes 13 s so, in "
        "V8 0.2 s.",
        test="arrays/splice-shapes",
        edits=(
            before(
                "",
                "static JSValue js_array_push(JSContext *ctx, JSValueConst this_val,\n"
                "                             int argc, JSValueConst *argv, int unshift)\n{\n",
                '#include "splice.h"\n\n',
            ),
            before(
                "js_array_push",
                "    from = len;\n    if (unshift && argc > 0) {\n",
                "    if (unshift && argc > 0) {\n"
                "        i = js_splice_packed(ctx, obj, len, 0, 0, argc, argv);\n"
                "        if (i < 0)\n            goto exception;\n"
                "        if (i) {\n            JS_FreeValue(ctx, obj);\n            return js_int64(newLen);\n        }\n    }\n",
            ),
            before(
                "js_array_slice",
                "        if (item_count != del_count) {\n",
                "        kPresent = js_splice_packed(ctx, obj, len, start, del_count, item_count, argv + 2);\n"
                "        if (kPresent < 0)\n            goto exception;\n"
                "        if (kPresent) {\n            JS_FreeValue(ctx, obj);\n            return arr;\n        }\n",
            ),
        ),
    ),
    Mend(
        name="keys of maps and sets",
        told="A key's place is the lowest bits of its hash, and those are the same for all small whole numbers, and for all addresses of "
        "objects: of 1,000 numbers all are in one place. A Set of them is a list: 57 times what it takes V8.",
        test="collections/many-keys",
        edits=(
            Edit(
                "map_hash_key",
                "    return h ^ ctx->hash_seed ^ hash32(tag);\n",
                "    h = hash32(h ^ ctx->hash_seed ^ hash32(tag));\n    return h ^ h >> 16;\n",
            ),
        ),
    ),
    Mend(
        name="clones of data",
        told="structuredClone is the host's, and a script needs some 15 µs for each object of a list. Map.cloneData, gone before any "
        "script runs, clones what is nothing but data.",
        test="structured-clone/plain-data",
        edits=(
            # Beside what a mend has put there.
            after("", '#include "preview.h"\n', '#include "clone.h"\n'),
            after(
                "",
                '    JS_CFUNC_DEF("preview", 1, js_map_preview ),\n',
                '    JS_CFUNC_DEF("cloneData", 1, js_map_cloneData ),\n',
            ),
        ),
    ),
    Mend(
        name="JSON.stringify of data",
        told="JSON.stringify looks each property up by a text, makes texts of the commas between them and asks each object for toJSON: seven "
        "times what it takes V8, and most of a call whose result is long.",
        test="json/stringify-shapes",
        edits=(
            before(
                "",
                "JSValue JS_JSONStringify(JSContext *ctx, JSValueConst obj,\n"
                "                         JSValueConst replacer, JSValueConst space0)\n{\n",
                '#include "stringify.h"\n\n',
            ),
            before(
                "JS_JSONStringify",
                "    wrapper = JS_NewObject(ctx);\n",
                "    if (JS_IsUndefined(jsc->replacer_func) && JS_IsUndefined(jsc->property_list)) {\n"
                "        res = js_stringify_plain(ctx, jsc->b, obj, jsc->gap);\n"
                "        if (res < 0)\n            goto exception;\n"
                "        if (res) {\n            ret = string_buffer_end(jsc->b);\n            goto done;\n        }\n    }\n",
            ),
        ),
    ),
    Mend(
        name="JSON.parse of plain texts",
        told="JSON.parse makes a text of each name to look it up, takes strtod for each number, and defines each element as any property: twice "
        "what it takes V8.",
        test="json/parse-shapes",
        edits=(
            before(
                "",
                "static int json_parse_string(JSParseState *s, const uint8_t **pp)\n{\n",
                '#include "parse.h"\n\n',
            ),
            before(
                "json_parse_string",
                "    if (string_buffer_init(s->ctx, b, 48))\n",
                "    i = js_json_plain_text(s, pp);\n    if (i)\n        return i < 0 ? -1 : 0;\n",
            ),
            Edit(
                "json_parse_number",
                "js_float64(strtod((const char *)p_start, NULL))",
                "js_json_number(p_start, p)",
            ),
            Edit(
                "json_parse_value",
                "            if (json_next_token(s))\n                goto fail;\n            val = JS_NewObject(ctx);\n",
                "            if (js_json_next_name(s))\n                goto fail;\n            val = JS_NewObject(ctx);\n",
            ),
            Edit(
                "json_parse_value",
                "                    if (s->token.val == TOK_STRING) {\n"
                "                        prop_name = JS_ValueToAtom(ctx, s->token.u.str.str);\n",
                "                    if (s->token.val == TOK_STRING || s->token.val == TOK_PRIVATE_NAME) {\n"
                "                        prop_name = js_json_take_name(s);\n",
            ),
            Edit(
                "json_parse_value",
                'after property value");\n                        goto fail;\n                    }\n'
                "                    if (json_next_token(s))\n",
                'after property value");\n                        goto fail;\n                    }\n'
                "                    if (js_json_next_name(s))\n",
            ),
            Edit(
                "json_parse_value",
                "JS_DefinePropertyValue(ctx, val, prop_name,\n"
                "                                                 prop_val, JS_PROP_C_W_E)",
                "js_json_set(ctx, val, prop_name, prop_val)",
            ),
            Edit(
                "json_parse_value",
                "JS_DefinePropertyValueUint32(ctx, val, idx, el, JS_PROP_C_W_E)",
                "js_json_append(ctx, val, idx, el)",
            ),
        ),
    ),
    Mend(
        name="ways out without arguments",
        told="Each call out of JavaScript makes an array of its arguments and JSON of that, be there none. Where a script may replace toJSON, its "
        "code runs there. One text more goes as it is.",
        test="json/to-json-of-arrays",
        edits=(
            before(
                "call_py_function",
                "    args_array = JS_NewArray(ctx);\n",
                "    if (argc == 1)\n        goto no_arguments;\n"
                "    if (argc == 2 && JS_IsString(argv[1])) {\n"
                "        args = JS_ToCString(ctx, argv[1]);\n        if (!args)\n            goto cleanup;\n"
                "        goto no_arguments;\n    }\n",
                _GLUE,
            ),
            before(
                "call_py_function",
                "    if (dukpy_should_interrupt()) {\n",
                "no_arguments:\n",
                _GLUE,
            ),
            Edit("call_py_function", '"yy", pyfuncname, args)', '"yy", pyfuncname, args ? args : "")', _GLUE),
        ),
    ),
    PROGRAMS,
)
