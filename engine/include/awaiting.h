/* Which async function awaits another: what V8 writes as `at async`. Included by quickjs.c behind its promises. */

static JSValueConst js_promise_of(JSValueConst resolving)
{
    JSObject *p;

    if (JS_VALUE_GET_TAG(resolving) != JS_TAG_OBJECT)
        return JS_UNDEFINED;
    p = JS_VALUE_GET_OBJ(resolving);
    if ((p->class_id != JS_CLASS_PROMISE_RESOLVE_FUNCTION && p->class_id != JS_CLASS_PROMISE_REJECT_FUNCTION) ||
        !p->u.promise_function_data)
        return JS_UNDEFINED;
    return p->u.promise_function_data->promise;
}

/* What the only one who waits for the promise does with it; NULL when nobody does, or several. */
static JSPromiseReactionData *js_only_reaction(JSValueConst promise, bool is_reject)
{
    JSPromiseData *s = JS_GetOpaque(promise, JS_CLASS_PROMISE);
    struct list_head *reactions;

    if (!s || s->promise_state != JS_PROMISE_PENDING)
        return NULL;
    reactions = &s->promise_reactions[is_reject];
    if (list_empty(reactions) || reactions->next != reactions->prev)
        return NULL;
    return list_entry(reactions->next, JSPromiseReactionData, link);
}

/* Promise.all hands on what was rejected by its own reject function. */
static JSValueConst js_promise_of_all(JSValueConst promise, JSPromiseReactionData *fulfilled)
{
    JSPromiseReactionData *rejected = js_only_reaction(promise, true);
    JSObject *p = JS_VALUE_GET_OBJ(fulfilled->handler);

    if (!rejected || p->class_id != JS_CLASS_C_FUNCTION_DATA ||
        p->u.c_function_data_record->func != js_promise_all_resolve_element)
        return JS_UNDEFINED;
    return js_promise_of(rejected->handler);
}

/* The next function in the chain of those that await `s`, through promises in between. V8 stops where an async function
   has returned a promise without awaiting it; a stack that has nothing of the script's yet goes on `through_returns`. */
static JSAsyncFunctionData *js_awaiting_function(JSAsyncFunctionData *s, bool through_returns)
{
    JSValueConst promise = js_promise_of(s->resolving_funcs[0]), next;
    int steps;

    for (steps = 0; steps < 100; steps++) {
        JSPromiseReactionData *reaction = js_only_reaction(promise, false);
        if (!reaction)
            return NULL;
        next = JS_UNDEFINED;
        if (JS_VALUE_GET_TAG(reaction->handler) == JS_TAG_OBJECT) {
            JSObject *p = JS_VALUE_GET_OBJ(reaction->handler);
            if (p->class_id == JS_CLASS_ASYNC_FUNCTION_RESOLVE)
                return p->u.async_function_data->is_active ? p->u.async_function_data : NULL;
            next = through_returns ? js_promise_of(reaction->handler) : JS_UNDEFINED;
            if (JS_IsUndefined(next))
                next = js_promise_of_all(promise, reaction);
        }
        promise = JS_IsUndefined(next) ? js_promise_of(reaction->resolving_funcs[0]) : next;
    }
    return NULL;
}
