/* What an error of the engine's own is about: the value, and a property of it. The words (wording.js) name them, as V8's do.
   Held from where the error is thrown to where it is captured, which may be after the operation has let go of both.
   Included by stack.h, so before the first function that throws. */

static struct {
    bool is_set;
    JSValue value;
    JSAtom key; /* JS_ATOM_NULL: about the value alone */
} js_subject;

static void js_forget_subject(JSContext *ctx)
{
    if (!js_subject.is_set)
        return;
    js_subject.is_set = false;
    JS_FreeValue(ctx, js_subject.value);
    JS_FreeAtom(ctx, js_subject.key);
}

static void js_about(JSContext *ctx, JSValueConst value, JSAtom key)
{
    js_forget_subject(ctx);
    js_subject.value = js_dup(value);
    js_subject.key = JS_DupAtom(ctx, key);
    js_subject.is_set = true;
}

/* Of a write that only strict code is told of. */
static void js_about_write(JSContext *ctx, int flags, JSValueConst value, JSAtom key)
{
    if ((flags & JS_PROP_THROW) || ((flags & JS_PROP_THROW_STRICT) && is_strict_mode(ctx)))
        js_about(ctx, value, key);
}

/* Of `key in value`. A key that is an object would have to be asked. */
static void js_about_search(JSContext *ctx, JSValueConst value, JSValueConst key)
{
    JSAtom atom;

    if (JS_IsObject(key))
        return;
    atom = JS_ValueToAtom(ctx, key);
    js_about(ctx, value, atom);
    JS_FreeAtom(ctx, atom);
}
