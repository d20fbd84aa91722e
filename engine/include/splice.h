/* Elements of a plain array moved at once, for splice and unshift. Included by quickjs.c before its push. */

/* Of the `length` elements of `array`, `removed` from `start` on give way to `added` of `items`: 1; 0 where that has to be done one by
   one; -1 for an exception. What is removed is somebody else's, too, or nobody's. */
static int js_splice_packed(JSContext *ctx, JSValueConst array, int64_t length, int64_t start, int64_t removed, int added,
                            JSValueConst *items)
{
    JSObject *p = js_packed_array(ctx, array, length);
    int64_t made = length - removed + added, behind = length - removed - start;
    JSValue *values;
    int64_t i;

    /* Its shape says that `length` can be written, and that nobody between it and Array.prototype is asked. */
    if (!p || p->shape != ctx->array_shape || !p->extensible || !ctx->std_array_prototype || made > INT32_MAX)
        return 0;
    /* Limits are looked at after so many branches; this is as long as some. */
    ctx->interrupt_counter -= 1 + (behind < 1000000 ? behind / 100 : 10000);
    if (p->u.array.u1.size < made && expand_fast_array(ctx, p, made) < 0)
        return -1;
    values = p->u.array.u.values;
    for (i = 0; i < removed; i++)
        JS_FreeValue(ctx, values[start + i]);
    memmove(values + start + added, values + start + removed, behind * sizeof(*values));
    for (i = 0; i < added; i++)
        values[start + i] = js_dup(items[i]);
    p->u.array.count = made;
    p->prop[0].u.value = js_int32(made);
    return 1;
}
