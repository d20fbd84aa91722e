"""What the engine lacks for programs (engine/include/programs.h): to compile a text without running it, to write what came of that with
each function's source as a place in the text instead of a copy, and to read that again.
"""

from __future__ import annotations

from engine.edits import Edit, Mend, before


def _kept(function: str, start: str, size: str) -> Edit:
    """Where the parser keeps a function's source."""
    return Edit(
        function,
        f"js_strndup(ctx, (const char *){start}, {size})",
        f"js_source_of(ctx, (const char *){start}, {size})",
    )


PROGRAMS = Mend(
    name="programs",
    told="With JS_WRITE_OBJ_STRIP_SOURCE toString() is wrong, without it a text of 60 KB with functions in functions becomes 200 KB: each has a "
    "copy of its own source, and so of those within it. A place in one text would do.",
    test="eval/sources-of-functions",
    edits=(
        before("", "char *js_strdup(JSContext *ctx, const char *str)\n{\n", '#include "programs_text.h"\n\n'),
        before(
            "",
            "static JSValue JS_ReadFunctionTag(BCReaderState *s)\n{\n",
            "static int js_read_source(BCReaderState *s, JSFunctionBytecode *b);\n\n",
        ),
        before("", "/* runtime functions & objects */\n", '#include "programs.h"\n\n'),
        _kept("js_parse_class", "class_start_ptr", "ctor_fd->source_len"),
        Edit("js_parse_class", "js_free(ctx, ctor_fd->source)", "js_free_source(ctx->rt, ctor_fd->source)"),
        Edit("js_free_function_def", "js_free(ctx, fd->source)", "js_free_source(ctx->rt, fd->source)"),
        Edit(
            "js_parse_function_decl2",
            "            fd->source = js_strndup(ctx, (const char *)ptr, fd->source_len);\n            if (!fd->source)\n                goto fail;\n\n            goto done;\n",
            "            fd->source = js_source_of(ctx, (const char *)ptr, fd->source_len);\n            if (!fd->source)\n                goto fail;\n\n            goto done;\n",
        ),
        Edit(
            "js_parse_function_decl2",
            "        fd->source = js_strndup(ctx, (const char *)ptr, fd->source_len);\n        if (!fd->source)\n            goto fail;\n\n        if (next_token(s)) {\n",
            "        fd->source = js_source_of(ctx, (const char *)ptr, fd->source_len);\n        if (!fd->source)\n            goto fail;\n\n        if (next_token(s)) {\n",
        ),
        Edit("free_function_bytecode", "js_free_rt(rt, b->source)", "js_free_source(rt, b->source)"),
        Edit(
            "JS_WriteFunctionTag",
            "            dbuf_put(&s->dbuf, b->source, b->source_len);\n",
            "            if (js_is_of_program(b->source))\n"
            "                bc_put_leb128(s, b->source - js_program_text);\n"
            "            else\n"
            "                dbuf_put(&s->dbuf, b->source, b->source_len);\n",
        ),
        before(
            "JS_ReadFunctionTag",
            '        bc_read_trace(s, "source: %d bytes\\n", b->source_len);\n',
            "        if (js_is_reading_program) {\n"
            "            if (js_read_source(s, b))\n                goto fail;\n            goto nodebug;\n        }\n",
        ),
        # A template's strings are frozen: `length`, too.
        Edit(
            "JS_ReadArray",
            "        JS_PreventExtensions(ctx, obj);\n",
            "        seal_template_obj(ctx, obj);\n",
        ),
    ),
)
