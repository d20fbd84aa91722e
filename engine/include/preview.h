/* What util.inspect shows of collections that no script can look into: iterators over maps and sets, from where they stand,
   and weak ones. Included by quickjs.c where it lists Map's own functions. */

static int js_preview_add(JSContext *ctx, JSValueConst list, int64_t *length, JSValueConst value)
{
    return JS_DefinePropertyValueInt64(ctx, list, (*length)++, js_dup(value), JS_PROP_C_W_E);
}

/* [is_key_value, then keys and values one after the other]; undefined for anything else. */
static JSValue js_map_preview(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv)
{
    JSObject *p = JS_VALUE_GET_TAG(argv[0]) == JS_TAG_OBJECT ? JS_VALUE_GET_OBJ(argv[0]) : NULL;
    bool is_iterator, is_set;
    JSIteratorKindEnum kind = JS_ITERATOR_KIND_KEY_AND_VALUE;
    JSMapState *s;
    JSMapRecord *record = NULL;
    struct list_head *el;
    int64_t length = 0;
    JSValue list;

    is_iterator = p && (p->class_id == JS_CLASS_MAP_ITERATOR || p->class_id == JS_CLASS_SET_ITERATOR);
    if (!is_iterator && (!p || p->class_id < JS_CLASS_MAP || p->class_id > JS_CLASS_WEAKSET))
        return JS_UNDEFINED;
    is_set = p->class_id == JS_CLASS_SET || p->class_id == JS_CLASS_WEAKSET || p->class_id == JS_CLASS_SET_ITERATOR;
    s = p->u.map_state;
    if (is_iterator) {
        JSMapIteratorData *it = p->u.map_iterator_data;
        kind = it->kind;
        record = it->cur_record;
        s = JS_IsUndefined(it->obj) ? NULL : JS_GetOpaque(it->obj, is_set ? JS_CLASS_SET : JS_CLASS_MAP);
    } else if (is_set) {
        kind = JS_ITERATOR_KIND_KEY;
    }
    list = JS_NewArray(ctx);
    if (JS_IsException(list))
        return list;
    if (js_preview_add(ctx, list, &length, js_bool(kind == JS_ITERATOR_KIND_KEY_AND_VALUE)) < 0)
        goto fail;
    if (!s)
        return list;
    for (el = record ? record->link.next : s->records.next; el != &s->records; el = el->next) {
        record = list_entry(el, JSMapRecord, link);
        if (record->empty)
            continue;
        if (kind != JS_ITERATOR_KIND_VALUE || is_set) {
            if (js_preview_add(ctx, list, &length, record->key) < 0)
                goto fail;
        }
        if (kind == JS_ITERATOR_KIND_KEY_AND_VALUE || (kind == JS_ITERATOR_KIND_VALUE && !is_set)) {
            if (js_preview_add(ctx, list, &length, is_set ? record->key : record->value) < 0)
                goto fail;
        }
    }
    return list;
 fail:
    JS_FreeValue(ctx, list);
    return JS_EXCEPTION;
}
