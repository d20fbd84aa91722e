/* concat, slice and spread of plain arrays, without a look-up for each element. Included by quickjs.c before the first of them. */

/* The array whose elements lie one after the other, all of them; NULL for any other value. */
static JSObject *js_packed_array(JSContext *ctx, JSValueConst value, int64_t length)
{
    JSObject *p;

    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT)
        return NULL;
    p = JS_VALUE_GET_OBJ(value);
    return p->class_id == JS_CLASS_ARRAY && p->fast_array && p->u.array.count == length ? p : NULL;
}

/* Appends to the `count` of `target` so many of the `length` elements of `source` from `start` on: 1; 0 where that has to be done one by
   one; -1 for an exception. There will be room for `more`. */
static int js_append_packed(JSContext *ctx, JSValueConst target, int64_t count, JSValueConst source, int64_t length, int64_t start,
                            int64_t added, int more)
{
    JSObject *from = js_packed_array(ctx, source, length), *to = js_packed_array(ctx, target, count);
    int64_t i;

    if (!from || !to || from == to || to->shape != ctx->array_shape || !to->extensible || count + added > INT32_MAX - more)
        return 0;
    /* Limits are looked at after so many branches; this is as long as some. */
    ctx->interrupt_counter -= added < 1000000 ? added / 100 : 10000;
    if (to->u.array.u1.size < count + added && expand_fast_array(ctx, to, count + added + more) < 0)
        return -1;
    for (i = 0; i < added; i++)
        to->u.array.u.values[count + i] = js_dup(from->u.array.u.values[start + i]);
    to->u.array.count = count + added;
    to->prop[0].u.value = js_int32(count + added);
    return 1;
}

static int js_concat_packed(JSContext *ctx, JSValueConst target, int64_t count, JSValueConst source, int64_t length, int more)
{
    return js_append_packed(ctx, target, count, source, length, 0, length, more);
}

static int js_slice_packed(JSContext *ctx, JSValueConst target, JSValueConst source, int64_t length, int64_t start, int64_t count)
{
    return js_append_packed(ctx, target, 0, source, length, start, count, 0);
}
