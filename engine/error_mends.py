"""Mends of the engine's errors: their stack, where in the source they are, and what they are about.

The words are the runtime's (executor/isolate/runtime/wording.js). Bound to what V8 does, so upstream would not want them.
"""

from __future__ import annotations

from engine.edits import Edit, Mend, after, before

_POSTFIX = "js_parse_postfix_expr"
_ASSIGN = "js_parse_assign_expr2"
_METHOD = (
    "                                        start_ptr,\n"
    "                                        {},\n"
    "                                        {},\n"
    "                                        JS_PARSE_EXPORT_NONE, &method_fd))\n"
    "                goto fail;\n            if ("
)

# Where an error is thrown, and what it is about: a value and the property of it.
_SUBJECTS = (
    (
        "JS_ThrowTypeErrorNotAConstructor",
        "    if (JS_TAG_OBJECT != JS_VALUE_GET_TAG(func_obj))\n",
        "    ",
        "func_obj, JS_ATOM_NULL",
    ),
    (
        "JS_CallConstructorInternal",
        "            return JS_ThrowTypeErrorNotAFunction(ctx);\n",
        "            ",
        "func_obj, JS_ATOM_NULL",
    ),
    ("check_function", "    JS_ThrowTypeErrorNotAFunction(ctx);\n", "    ", "obj, JS_ATOM_NULL"),
    (
        "JS_GetIterator",
        "    if (!JS_IsFunction(ctx, method)) {\n",
        "    if (!JS_IsFunction(ctx, method))\n        ",
        "obj, JS_ATOM_NULL",
    ),
    (
        "js_typed_array_from",
        '            JS_ThrowTypeError(ctx, "value is not iterable");\n',
        "            ",
        "items, JS_ATOM_NULL",
    ),
    (
        "JS_DeleteProperty",
        '        JS_ThrowTypeError(ctx, "could not delete property");\n',
        "        ",
        "obj, prop",
    ),
    (
        "JS_GetOpaque2",
        "        JS_ThrowTypeErrorInvalidClass(ctx, class_id);\n",
        "        ",
        "obj, JS_ATOM_NULL",
    ),
    (
        "js_map_constructor",
        "                    JS_ThrowTypeErrorNotAnObject(ctx);\n",
        "                    ",
        "item, JS_ATOM_NULL",
    ),
    (
        "js_object_fromEntries",
        "            JS_ThrowTypeErrorNotAnObject(ctx);\n",
        "            ",
        "item, JS_ATOM_NULL",
    ),
    (
        "js_proxy_set",
        '            JS_ThrowTypeError(ctx, "proxy: cannot set property");\n',
        "            ",
        "obj, atom",
    ),
    (
        "JS_IsInstanceOf",
        "        JS_ThrowTypeError(ctx, \"invalid 'instanceof' right operand\");\n",
        "        ",
        "obj, JS_ATOM_NULL",
    ),
    (
        "js_op_define_class",
        '                JS_ThrowTypeError(ctx, "parent class must be constructor");\n',
        "                ",
        "parent_class, JS_ATOM_NULL",
    ),
)
# The same of writes, which fail in silence where the code is not strict.
_WRITTEN = (
    (
        "JS_SetPropertyInternal2",
        '        ret = JS_ThrowTypeErrorOrFalse(ctx, flags, "not an object");\n',
        "        ",
        "this_obj, prop",
    ),
    (
        "JS_SetPropertyInternal2",
        "            ret = JS_ThrowTypeErrorReadOnly(ctx, flags, prop);\n",
        "            ",
        "this_obj, prop",
    ),
    (
        "JS_SetPropertyInternal2",
        "    if (p == JS_VALUE_GET_OBJ(obj)) {\n        if (unlikely(!p->extensible)) {\n",
        "    if (p == JS_VALUE_GET_OBJ(obj) && !p->extensible)\n        ",
        "this_obj, prop",
    ),
    (
        "JS_SetPropertyInternal2",
        (
            "        if (unlikely(!p->extensible)) {\n"
            '            ret = JS_ThrowTypeErrorOrFalse(ctx, flags, "object is not extensible");\n'
            "            goto done;\n        }\n    generic_create_prop:\n"
        ),
        "        if (!p->extensible)\n            ",
        "this_obj, prop",
    ),
    (
        "call_setter",
        "        JS_FreeValue(ctx, val);\n        if ((flags & JS_PROP_THROW) ||\n",
        "        ",
        "this_obj, JS_ATOM_NULL",
    ),
)

# Function, what is told there, and what instead.
_SYNTAX = (
    ("js_parse_expect_semi", "js_parse_error(s, \"expecting '%c'\", ';')", "js_unexpected(s)"),
    (
        _POSTFIX,
        (
            "js_parse_error(s, \"unexpected token in expression: '%.*s'\",\n"
            "                              (int)(s->buf_ptr - s->token.ptr), s->token.ptr)"
        ),
        "js_unexpected(s)",
    ),
    (_POSTFIX, 'js_parse_error(s, "expecting field name")', "js_unexpected(s)"),
    (
        _POSTFIX,
        "                /* accept a trailing comma before the ')' */\n                if (js_parse_expect(s, ','))\n",
        (
            "                if (s->token.val != ',' && s->token.val != TOK_EOF)\n"
            '                    return js_parse_error(s, "missing ) after argument list");\n'
            "                if (js_parse_expect(s, ','))\n"
        ),
    ),
    (
        "js_parse_template_part",
        'js_parse_error(s, "unexpected end of string")',
        'js_parse_error(s, "Unexpected end of input")',
    ),
    ("js_parse_var", 'js_parse_error(s, "variable name expected")', "js_unexpected(s)"),
    ("js_parse_for_in_of", 'js_parse_error(s, "variable name expected")', "js_unexpected(s)"),
    ("js_parse_property_name", 'js_parse_error(s, "invalid property name")', "js_unexpected(s)"),
    (
        "define_var",
        '\n                    return js_parse_error(s, "invalid redefinition of lexical identifier");',
        "\n                    return js_redeclared(s, name);",
    ),
    (
        "define_var",
        '\n            return js_parse_error(s, "invalid redefinition of lexical identifier");',
        "\n            return js_redeclared(s, name);",
    ),
    ("define_var", 'js_parse_error(s, "invalid redefinition of parameter name")', "js_redeclared(s, name)"),
    ("define_var", 'js_parse_error(s, "invalid redefinition of a variable")', "js_redeclared(s, name)"),
)

MENDS = (
    Mend(
        name="an error's own stack",
        told="Error.prototype.stack is an accessor since 0.16, whose setter refuses what is no string. In V8 each error has a "
        "property of its own, to list, copy, delete and clear, whose text is made when it is first read and names who awaits.",
        test="errors/own-stack",
        edits=(
            after(
                "build_backtrace",
                "    if (rt->in_build_stack_trace)\n        return;\n",
                "    if (JS_IsFunction(ctx, ctx->error_prepare_stack)) {\n"
                "        StackPlace place = { filename, line_num, col_num };\n"
                "        js_capture_stack(ctx, error_val, filter_func, backtrace_flags, place);\n"
                "        return;\n    }\n",
            ),
            before(
                "",
                "/* if filename != NULL, an additional level is added with the filename\n",
                '#include "stack.h"\n\n',
            ),
            Edit("", '    JS_CGETSET_DEF("stack", js_error_get_stack, js_error_set_stack ),\n', ""),
            Edit("", "#define ATOM_GET_STR_BUF_SIZE 64\n", "#define ATOM_GET_STR_BUF_SIZE 240\n"),
            Edit("", "buf[256];\n\n    vsnprintf", "buf[512];\n\n    vsnprintf"),
            before(
                "js_error_constructor",
                "    switch (magic) {\n",
                "    build_backtrace(ctx, obj, new_target, NULL, 0, 0, JS_BACKTRACE_FLAG_SKIP_FIRST_LEVEL);\n",
            ),
            Edit(
                "",
                "static void js_autoinit_free(JSRuntime *rt, JSProperty *pr)\n{\n",
                "static bool js_is_stack(JSProperty *pr);\n\n"
                "static void js_autoinit_free(JSRuntime *rt, JSProperty *pr)\n{\n"
                "    if (js_is_stack(pr))\n        JS_FreeValueRT(rt, JS_MKPTR(JS_TAG_OBJECT, pr->u.init.opaque));\n",
            ),
            before(
                "js_autoinit_mark",
                "    mark_func(rt, &js_autoinit_get_realm(pr)->header);\n",
                "    if (js_is_stack(pr))\n        mark_func(rt, pr->u.init.opaque);\n",
            ),
            before(
                "JS_AutoInitProperty",
                "    if (js_shape_prepare_update(ctx, p, &prs))\n",
                "    if (js_is_stack(pr))\n        return js_read_stack(ctx, p, pr, prs);\n",
            ),
            after(
                "",
                "    bool throw_flag; /* used to throw an exception in JS_CallInternal() */\n",
                "    bool is_resumed; /* by a promise: of its callers none runs any more */\n",
            ),
            after(
                "js_async_function_resolve_call",
                "    s->func_state.throw_flag = is_reject;\n",
                "    s->func_state.is_resumed = true;\n",
            ),
            before(
                "",
                "static JSValue js_promise_all(JSContext *ctx, JSValueConst this_val,\n",
                '#include "awaiting.h"\n\n',
            ),
        ),
    ),
    Mend(
        name="where an error is",
        told="V8 places a call at the name of what is called, a read at the property, an operation at "
        "its operator, `new` and `await` at the word. The engine notes where arguments and operands "
        "begin, so what fails is found lines away. Only text of `<input>` is noted so.",
        test="errors/columns",
        edits=(
            before(
                "", "static void emit_op(JSParseState *s, uint8_t val)\n{\n", '#include "positions.h"\n\n'
            ),
            # The engine's is that of the blanks before, and one less in the first line.
            Edit(
                "next_token",
                "    s->token.col_num = max_int(1, s->mark - s->eol);\n",
                "    s->token.col_num = (int)(s->token.ptr - s->token.line_start) + 1;\n",
            ),
            # Declared before the switch that may set them.
            after(
                _POSTFIX,
                "    int optional_chaining_label;\n",
                "    int at_line = 0, at_column = 0; /* of the call or the `new` */\n"
                "    int bracket_line, bracket_column;\n",
            ),
            after(
                _POSTFIX,
                "    case TOK_NEW:\n",
                "        at_line = s->token.line_num;\n        at_column = s->token.col_num;\n",
            ),
            Edit(
                _POSTFIX,
                "            emit_source_loc(s);\n            if (js_parse_postfix_expr(s, 0))\n",
                "            js_emit_bundled_loc(s);\n            if (js_parse_postfix_expr(s, 0))\n",
            ),
            before(
                _POSTFIX,
                "                emit_op(s, OP_call_constructor);\n                emit_u16(s, 0);\n",
                "                js_emit_authors_loc(s, at_line, at_column);\n",
            ),
            before(
                _POSTFIX,
                "            call_type = FUNC_CALL_TEMPLATE;\n",
                "            js_place_call(s, &at_line, &at_column);\n",
            ),
            after(
                _POSTFIX,
                "        parse_func_call:\n",
                "            if (call_type != FUNC_CALL_NEW)\n"
                "                js_place_call(s, &at_line, &at_column);\n",
            ),
            Edit(
                _POSTFIX,
                "            parse_func_call2:\n                emit_source_loc(s);\n",
                "            parse_func_call2:\n                js_emit_bundled_loc(s);\n",
            ),
            before(
                _POSTFIX,
                "                /* apply function call */\n",
                "                js_emit_authors_loc(s, at_line, at_column);\n",
            ),
            after(
                _POSTFIX,
                "            emit_func_call:\n",
                "                js_emit_authors_loc(s, at_line, at_column);\n",
            ),
            before(
                _POSTFIX,
                "                    emit_op(s, OP_get_field);\n                    emit_atom(s, s->token.u.ident.atom);\n",
                "                    js_emit_authors_loc(s, s->token.line_num, s->token.col_num);\n",
            ),
            after(
                _POSTFIX,
                "        parse_array_access:\n",
                "            bracket_line = s->token.line_num;\n            bracket_column = s->token.col_num;\n",
            ),
            before(
                _POSTFIX,
                "                emit_op(s, OP_get_array_el);\n            }\n        } else {\n",
                "                js_emit_authors_loc(s, bracket_line, bracket_column);\n",
            ),
            Edit(
                "js_parse_array_literal",
                "            if (js_parse_assign_expr(s))\n                return -1;\n            emit_op(s, OP_append);\n",
                "            int at_line = s->token.line_num, at_column = s->token.col_num;\n"
                "            if (js_parse_assign_expr(s))\n                return -1;\n"
                "            js_emit_authors_loc(s, at_line, at_column);\n            emit_op(s, OP_append);\n",
            ),
            Edit(
                _POSTFIX,
                "                        if (js_parse_assign_expr(s))\n                            return -1;\n"
                "                        /* XXX: could pass is_last indicator? */\n",
                "                        int spread_line = s->token.line_num, spread_column = s->token.col_num;\n"
                "                        if (js_parse_assign_expr(s))\n                            return -1;\n"
                "                        js_emit_authors_loc(s, spread_line, spread_column);\n",
            ),
            # A constructor's text is the whole class, and a method's begins with its name: so they begin there, too.
            after(
                "js_parse_class",
                "    const uint8_t *class_start_ptr = s->token.ptr;\n",
                "    int class_line = s->token.line_num, class_column = s->token.col_num;\n    int start_line, start_column;\n",
            ),
            after(
                "js_parse_class",
                "        start_ptr = s->token.ptr;\n",
                "        start_line = s->token.line_num;\n        start_column = s->token.col_num;\n",
            ),
            *(
                Edit(
                    "js_parse_class",
                    _METHOD.format("s->token.line_num", "s->token.col_num") + rest,
                    _METHOD.format("start_line", "start_column") + rest,
                )
                for rest in ("is_private) {\n", "func_type == ")
            ),
            before(
                "js_parse_class",
                "    ctor_fd->source_len = s->buf_ptr - class_start_ptr;\n",
                "    ctor_fd->line_num = class_line;\n    ctor_fd->col_num = class_column;\n",
            ),
            Edit(
                "js_parse_expr_binary",
                "        emit_source_loc(s);\n        if (js_parse_expr_binary(s, level - 1, parse_flags))\n"
                "            return -1;\n",
                "        int at_line = s->last_line_num, at_column = s->last_col_num;\n"
                "        js_emit_bundled_loc(s);\n        if (js_parse_expr_binary(s, level - 1, parse_flags))\n"
                "            return -1;\n        js_emit_authors_loc(s, at_line, at_column);\n",
            ),
            Edit(
                "js_parse_unary",
                "        if (next_token(s))\n            return -1;\n        if (js_parse_unary(s, PF_POW_FORBIDDEN))\n"
                "            return -1;\n        emit_op(s, OP_await);\n",
                "        int at_line = s->token.line_num, at_column = s->token.col_num;\n"
                "        if (next_token(s))\n            return -1;\n        if (js_parse_unary(s, PF_POW_FORBIDDEN))\n"
                "            return -1;\n        js_emit_authors_loc(s, at_line, at_column);\n        emit_op(s, OP_await);\n",
            ),
            before(
                _ASSIGN,
                "        if (next_token(s))\n            return -1;\n"
                "        if (get_lvalue(s, &opcode, &scope, &name, &label, NULL, (op != '='), op) < 0)\n",
                "        int at_line = s->token.line_num, at_column = s->token.col_num;\n",
            ),
            before(
                _ASSIGN,
                "            emit_op(s, op - TOK_MUL_ASSIGN + OP_mul);\n        }\n",
                "            js_emit_authors_loc(s, at_line, at_column);\n",
            ),
            before(
                _ASSIGN,
                "        put_lvalue(s, opcode, scope, name, label, PUT_LVALUE_KEEP_TOP, false);\n"
                "    } else if (op >= TOK_LAND_ASSIGN",
                "        js_emit_authors_loc(s, at_line, at_column);\n",
            ),
            before(
                "js_parse_destructuring_element",
                "        emit_op(s, OP_to_object);\n",
                "        js_emit_authors_loc(s, s->token.line_num, s->token.col_num);\n",
            ),
            before(
                "js_parse_destructuring_element",
                "        emit_op(s, OP_for_of_start);\n",
                "        js_emit_authors_loc(s, source_line_num, source_col_num);\n",
            ),
            before(
                "js_parse_for_in_of",
                "    if (is_for_of) {\n        if (js_parse_assign_expr(s))\n",
                "    int at_line = s->token.line_num, at_column = s->token.col_num;\n",
            ),
            before(
                "js_parse_for_in_of",
                "        break_entry.has_iterator = true;\n        break_entry.is_async_iterator = is_async;\n",
                "        js_emit_authors_loc(s, at_line, at_column);\n",
            ),
        ),
    ),
    Mend(
        name="what an error is about",
        told="V8 names what is no function, what cannot be iterated over, whose property is read-only. "
        "The engine says `not a function`; what the error is about is handed to the hook that words "
        "it.",
        test="errors/words-with-names",
        edits=(
            *(
                before(function, place, f"{indent}js_about(ctx, {about});\n")
                for function, place, indent, about in _SUBJECTS
            ),
            *(
                before(function, place, f"{indent}js_about_write(ctx, flags, {about});\n")
                for function, place, indent, about in _WRITTEN
            ),
            before(
                "JS_CallInternal",
                "            return JS_ThrowTypeErrorNotAFunction(caller_ctx);\n",
                "            js_about(caller_ctx, func_obj, JS_ATOM_NULL);\n",
            ),
            before(
                "JS_CallInternal",
                "                ret_val = JS_ToObject(ctx, sp[-1]);\n",
                "                if (JS_IsUndefined(sp[-1]) || JS_IsNull(sp[-1]))\n"
                "                    js_about(ctx, sp[-1], JS_ATOM_NULL);\n",
            ),
            after(
                "js_operator_in",
                "    if (JS_VALUE_GET_TAG(op2) != JS_TAG_OBJECT) {\n",
                "        js_about_search(ctx, op2, op1);\n",
            ),
        ),
    ),
    Mend(
        name="what a syntax error says",
        told="V8 says which token is unexpected and which name is declared twice; half of the engine "
        "says `expecting ';'`.",
        test="errors/words-of-syntax",
        edits=(
            before("", "static int js_parse_expect_semi(JSParseState *s)\n{\n", '#include "syntax.h"\n\n'),
            *(Edit(function, old, new) for function, old, new in _SYNTAX),
        ),
    ),
)
