/* Array.prototype.concat of plain arrays, without a look-up for each element. Included by quickjs.c before its concat. */

/* The array whose elements lie one after the other, all of them; NULL for any other value. */
static JSObject *js_packed_array(JSContext *ctx, JSValueConst value, int64_t length)
{
    JSObject *p;

    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT)
        return NULL;
    p = JS_VALUE_GET_OBJ(value);
    return p->class_id == JS_CLASS_ARRAY && p->fast_array && p->u.array.count == length ? p : NULL;
}

/* Appends all `length` elements of `source` to the `count` of `target`: 1; 0 where that has to be done one by one; -1 for an exception. */
static int js_concat_packed(JSContext *ctx, JSValueConst target, int64_t count, JSValueConst source, int64_t length, int more)
{
    JSObject *from = js_packed_array(ctx, source, length), *to = js_packed_array(ctx, target, count);
    int64_t i;

    if (!from || !to || to->shape != ctx->array_shape || !to->extensible || count + length > INT32_MAX - more)
        return 0;
    /* Limits are looked at after so many branches; this is as long as some. */
    ctx->interrupt_counter -= length < 1000000 ? length / 100 : 10000;
    if (to->u.array.u1.size < count + length && expand_fast_array(ctx, to, count + length + more) < 0)
        return -1;
    for (i = 0; i < length; i++)
        to->u.array.u.values[count + i] = js_dup(from->u.array.u.values[i]);
    to->u.array.count = count + length;
    to->prop[0].u.value = js_int32(count + length);
    return 1;
}
