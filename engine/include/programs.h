/* A program: a text that is one function in parentheses, compiled once and read as often as it is called. What reads it trusts it, so it is
   only for who compiled it. Included by quickjs.c behind what reads and writes objects. */

/* Where a function's source begins in the text of the program that is read. */
static int js_read_source(BCReaderState *s, JSFunctionBytecode *b)
{
    int at;

    if (bc_get_leb128_int(s, &at))
        return -1;
    if (at < 0 || b->source_len < 0 || (size_t)at + b->source_len > js_program_size) {
        b->source_len = 0;
        JS_ThrowSyntaxError(s->ctx, "a source beyond its program");
        return -1;
    }
    b->source = (char *)js_program_text + at;
    return 0;
}

/* Whether the text is that function and nothing beside it. */
static bool js_is_one_function(JSValueConst script)
{
    JSFunctionBytecode *b = JS_VALUE_GET_PTR(script), *function;

    if (b->cpool_count != 1 || JS_VALUE_GET_TAG(b->cpool[0]) != JS_TAG_FUNCTION_BYTECODE)
        return false;
    function = JS_VALUE_GET_PTR(b->cpool[0]);
    return function->source == js_program_text + 1 && (size_t)function->source_len + 2 == js_program_size;
}

/* Null where it cannot be written. */
static JSValue js_write_program(JSContext *ctx, JSValueConst script)
{
    size_t size;
    JSValue buffer;
    uint8_t *code = JS_WriteObject(ctx, &size, script, JS_WRITE_OBJ_BYTECODE);

    if (!code) {
        JS_FreeValue(ctx, JS_GetException(ctx));
        return JS_NULL;
    }
    buffer = JS_NewArrayBufferCopy(ctx, code, size);
    js_free(ctx, code);
    return buffer;
}

/* Of the text that is its argument: an ArrayBuffer for JS_ReadProgram, null where there can be none, undefined where the text is more than its
   function. Throws what `eval` would; nothing of it runs. */
JS_EXTERN JSValue JS_CompileProgram(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv);

JSValue JS_CompileProgram(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv)
{
    JSValue script, code = JS_UNDEFINED;
    const char *utf8 = JS_ToCStringLen(ctx, &js_program_size, argv[0]);

    if (!utf8) {
        js_program_size = 0;
        return JS_EXCEPTION;
    }
    js_program_text = utf8;
    script = JS_EvalInternal(ctx, ctx->global_obj, utf8, js_program_size, "<input>", 1,
                             JS_EVAL_TYPE_INDIRECT | JS_EVAL_FLAG_COMPILE_ONLY, -1);
    if (JS_IsException(script))
        code = JS_EXCEPTION;
    else if (js_is_one_function(script))
        code = js_write_program(ctx, script);
    JS_FreeValue(ctx, script);
    js_program_text = NULL;
    js_program_size = 0;
    JS_FreeCString(ctx, utf8);
    return code;
}

/* The function, of what JS_CompileProgram of this very build made of this very text, which has to outlive the runtime. Once in a process:
   two texts cannot be told apart. */
JS_EXTERN JSValue JS_ReadProgram(JSContext *ctx, const uint8_t *code, size_t size, const char *text, size_t text_size);

JSValue JS_ReadProgram(JSContext *ctx, const uint8_t *code, size_t size, const char *text, size_t text_size)
{
    JSValue script;

    js_program_text = text;
    js_program_size = text_size;
    js_is_reading_program = true;
    script = JS_ReadObject(ctx, code, size, JS_READ_OBJ_BYTECODE);
    js_is_reading_program = false;
    return JS_IsException(script) ? script : JS_EvalFunction(ctx, script);
}
