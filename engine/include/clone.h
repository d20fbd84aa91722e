/* structuredClone of what is nothing but data: arrays, objects, maps, sets and dates, shared ones and cycles too. No code of a script
   runs on the way; where some would, or there is anything else, the whole is left to runtime/web/structured-clone.js. Included
   by quickjs.c where it lists Map's own functions. */

typedef struct {
    JSObject *source, *clone;
} JSClonePair;

typedef struct {
    JSContext *ctx;
    bool is_data;
    /* Pairs whose contents are still to be cloned. */
    JSClonePair *todo;
    uint32_t todo_count, todo_size;
    /* Those that more than one place may refer to, by source. At most half of the slots are taken. */
    JSClonePair *seen;
    uint32_t seen_count, seen_size;
    /* Of the last object: most lists have one shape. */
    JSShape *shape;
} JSCloning;

static JSClonePair *js_clone_slot(JSClonePair *slots, uint32_t size, JSObject *source)
{
    uint32_t at = (uint32_t)(((uintptr_t)source >> 4) * 2654435761u) & (size - 1);

    while (slots[at].source && slots[at].source != source)
        at = (at + 1) & (size - 1);
    return &slots[at];
}

static int js_clone_note(JSCloning *c, JSObject *source, JSObject *clone)
{
    JSClonePair *slots;
    uint32_t i, size = c->seen_size ? c->seen_size * 2 : 64;

    if (c->seen_count >= c->seen_size / 2) {
        slots = js_mallocz(c->ctx, (size_t)size * sizeof(*slots));
        if (!slots)
            return -1;
        for (i = 0; i < c->seen_size; i++) {
            if (c->seen[i].source)
                *js_clone_slot(slots, size, c->seen[i].source) = c->seen[i];
        }
        js_free(c->ctx, c->seen);
        c->seen = slots;
        c->seen_size = size;
    }
    *js_clone_slot(c->seen, c->seen_size, source) = (JSClonePair){ source, clone };
    c->seen_count++;
    return 0;
}

static int js_clone_later(JSCloning *c, JSObject *source, JSObject *clone)
{
    JSClonePair *todo;
    uint32_t size = c->todo_size ? c->todo_size * 2 : 64;

    if (c->todo_count == c->todo_size) {
        todo = js_realloc(c->ctx, c->todo, (size_t)size * sizeof(*todo));
        if (!todo)
            return -1;
        c->todo = todo;
        c->todo_size = size;
    }
    c->todo[c->todo_count++] = (JSClonePair){ source, clone };
    return 0;
}

/* Whether a clone has this very shape: all properties are plain, none is deleted, and the prototype is Object's. */
static bool js_clone_has_shape(JSCloning *c, JSShape *sh)
{
    JSShapeProperty *prs = get_shape_prop(sh);
    int i;

    if (sh == c->shape)
        return true;
    if (!sh->is_hashed || sh->proto != JS_VALUE_GET_OBJ(c->ctx->class_proto[JS_CLASS_OBJECT]))
        return false;
    for (i = 0; i < sh->prop_count; i++) {
        if (prs[i].atom == JS_ATOM_NULL || prs[i].flags != JS_PROP_C_W_E ||
            JS_AtomGetKind(c->ctx, prs[i].atom) != JS_ATOM_KIND_STRING)
            return false;
    }
    c->shape = sh;
    return true;
}

/* The clone of an object, without its contents. */
static JSValue js_clone_empty(JSCloning *c, JSObject *p)
{
    JSContext *ctx = c->ctx;
    JSValue clone;
    double time;
    int i;

    if (p->class_id == JS_CLASS_ARRAY && p->fast_array && p->shape->prop_count == 1)
        return JS_NewArray(ctx);
    if (p->class_id == JS_CLASS_DATE)
        return JS_ToFloat64(ctx, &time, p->u.object_data) < 0 ? JS_EXCEPTION : JS_NewDate(ctx, time);
    if (p->class_id == JS_CLASS_MAP || p->class_id == JS_CLASS_SET)
        return js_map_constructor(ctx, JS_UNDEFINED, 0, NULL, p->class_id - JS_CLASS_MAP);
    if (p->class_id != JS_CLASS_OBJECT || p->is_exotic) {
        c->is_data = false;
        return JS_UNDEFINED;
    }
    if (!js_clone_has_shape(c, p->shape))
        return JS_NewObject(ctx);
    clone = JS_NewObjectFromShape(ctx, js_dup_shape(p->shape), JS_CLASS_OBJECT, NULL);
    if (!JS_IsException(clone)) {
        for (i = 0; i < p->shape->prop_count; i++)
            JS_VALUE_GET_OBJ(clone)->prop[i].u.value = JS_UNDEFINED;
    }
    return clone;
}

/* `place` is of an object that the clone of all already holds, or the clone of all itself. */
static int js_clone_value(JSCloning *c, JSValueConst value, JSValue *place)
{
    bool is_shared;
    JSObject *p;
    JSClonePair *pair;

    if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT) {
        c->is_data &= JS_VALUE_GET_TAG(value) != JS_TAG_SYMBOL;
        *place = js_dup(value);
        return 0;
    }
    p = JS_VALUE_GET_OBJ(value);
    is_shared = JS_REF_COUNT(p) > 1;
    if (is_shared && c->seen_size) {
        pair = js_clone_slot(c->seen, c->seen_size, p);
        if (pair->source) {
            *place = js_dup(JS_MKPTR(JS_TAG_OBJECT, pair->clone));
            return 0;
        }
    }
    *place = js_clone_empty(c, p);
    if (JS_IsException(*place)) {
        *place = JS_UNDEFINED;
        return -1;
    }
    if (!c->is_data)
        return 0;
    if (is_shared && js_clone_note(c, p, JS_VALUE_GET_OBJ(*place)) < 0)
        return -1;
    return p->class_id == JS_CLASS_DATE ? 0 : js_clone_later(c, p, JS_VALUE_GET_OBJ(*place));
}

static int js_clone_elements(JSCloning *c, JSObject *source, JSObject *clone)
{
    uint32_t i, count = source->u.array.count;

    if (count > 0 && expand_fast_array(c->ctx, clone, count) < 0)
        return -1;
    for (i = 0; i < count && c->is_data; i++) {
        clone->u.array.u.values[i] = JS_UNDEFINED;
        clone->u.array.count = i + 1;
        if (js_clone_value(c, source->u.array.u.values[i], &clone->u.array.u.values[i]) < 0)
            return -1;
    }
    /* Limits are looked at after so many branches. */
    c->ctx->interrupt_counter -= count < 100000 ? count / 10 : 10000;
    /* It may be longer than what it has. */
    clone->prop[0].u.value = source->prop[0].u.value;
    return 0;
}

static int js_clone_each(JSCloning *c, JSObject *source, JSObject *clone)
{
    JSContext *ctx = c->ctx;
    JSShapeProperty *prs = get_shape_prop(source->shape);
    JSAtomKindEnum kind;
    JSValue value;
    int i;

    for (i = 0; i < source->shape->prop_count && c->is_data; i++) {
        kind = prs[i].atom == JS_ATOM_NULL ? JS_ATOM_KIND_SYMBOL : JS_AtomGetKind(ctx, prs[i].atom);
        /* Private: an object of a class, which may be one that has a clone of its own kind. */
        c->is_data = kind != JS_ATOM_KIND_PRIVATE;
        if (kind != JS_ATOM_KIND_STRING || !(prs[i].flags & JS_PROP_ENUMERABLE))
            continue;
        c->is_data = (prs[i].flags & JS_PROP_TMASK) == JS_PROP_NORMAL;
        if (!c->is_data)
            return 0;
        if (js_clone_value(c, source->prop[i].u.value, &value) < 0) {
            JS_FreeValue(ctx, value);
            return -1;
        }
        if (JS_DefinePropertyValue(ctx, JS_MKPTR(JS_TAG_OBJECT, clone), prs[i].atom, value, JS_PROP_C_W_E) < 0 ||
            js_poll_interrupts(ctx))
            return -1;
    }
    return 0;
}

static int js_clone_records(JSCloning *c, JSMapState *source, JSMapState *clone)
{
    struct list_head *el;
    JSMapRecord *record, *made;
    JSValue key;

    list_for_each(el, &source->records) {
        record = list_entry(el, JSMapRecord, link);
        if (record->empty)
            continue;
        made = js_clone_value(c, record->key, &key) < 0 ? NULL : map_add_record(c->ctx, clone, key);
        JS_FreeValue(c->ctx, key);
        if (!made)
            return -1;
        made->value = JS_UNDEFINED;
        if (js_clone_value(c, record->value, &made->value) < 0 || js_poll_interrupts(c->ctx))
            return -1;
        if (!c->is_data)
            break;
    }
    return 0;
}

static int js_clone_contents(JSCloning *c, JSObject *source, JSObject *clone)
{
    int i;

    if (clone->class_id == JS_CLASS_ARRAY)
        return js_clone_elements(c, source, clone);
    if (clone->class_id != JS_CLASS_OBJECT)
        return js_clone_records(c, source->u.map_state, clone->u.map_state);
    if (clone->shape != source->shape || source->shape->prop_count == 0)
        return js_clone_each(c, source, clone);
    for (i = 0; i < source->shape->prop_count && c->is_data; i++) {
        if (js_clone_value(c, source->prop[i].u.value, &clone->prop[i].u.value) < 0)
            return -1;
    }
    return 0;
}

/* The clone; undefined where there is more than data. */
static JSValue js_map_cloneData(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv)
{
    JSCloning cloning = { .ctx = ctx, .is_data = true };
    JSValue clone = JS_UNDEFINED;
    JSClonePair pair;
    int result = js_clone_value(&cloning, argv[0], &clone);

    while (result == 0 && cloning.is_data && cloning.todo_count > 0) {
        pair = cloning.todo[--cloning.todo_count];
        result = js_clone_contents(&cloning, pair.source, pair.clone);
        if (result == 0)
            result = js_poll_interrupts(ctx);
    }
    js_free(ctx, cloning.todo);
    js_free(ctx, cloning.seen);
    if (result == 0 && cloning.is_data)
        return clone;
    JS_FreeValue(ctx, clone);
    return result == 0 ? JS_UNDEFINED : JS_EXCEPTION;
}
