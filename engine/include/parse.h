/* JSON.parse without the detours: texts of plain ASCII are made at once, names become atoms without one, small numbers are integers,
   and what is read is put where it belongs. What is anything else goes the way that it went. Included by quickjs.c before
   json_parse_string. */

static __exception int json_next_token(JSParseState *s);

/* Where the text that begins at `p` has its closing quote, if there is nothing in it that has to be looked at; NULL otherwise. */
static const uint8_t *js_json_plain_end(JSParseState *s, const uint8_t *p)
{
    while (p < s->buf_end && *p >= 0x20 && *p < 0x80 && *p != '"' && *p != '\\')
        p++;
    return p < s->buf_end && *p == '"' ? p : NULL;
}

/* The token of such a text: 1; 0 where it is none, -1 for an exception. */
static int js_json_plain_text(JSParseState *s, const uint8_t **pp)
{
    const uint8_t *end = js_json_plain_end(s, *pp);
    JSValue text;

    if (!end)
        return 0;
    text = js_new_string8_len(s->ctx, (const char *)*pp, end - *pp);
    if (JS_IsException(text))
        return -1;
    s->token.val = TOK_STRING;
    s->token.u.str.sep = '"';
    s->token.u.str.str = text;
    *pp = end + 1;
    return 1;
}

/* The next token, where a name may come: a plain one is a TOK_PRIVATE_NAME, which JSON does not have otherwise. */
static int js_json_next_name(JSParseState *s)
{
    const uint8_t *begin = s->buf_ptr, *end = *begin == '"' ? js_json_plain_end(s, begin + 1) : NULL;
    JSAtom atom;

    if (!end)
        return json_next_token(s);
    atom = JS_NewAtomLen(s->ctx, (const char *)begin + 1, end - begin - 1);
    if (atom == JS_ATOM_NULL)
        return -1;
    json_free_token(s, &s->token);
    s->token.val = TOK_PRIVATE_NAME;
    s->token.u.ident.atom = atom;
    s->token.ptr = begin;
    s->buf_ptr = end + 1;
    return 0;
}

/* The name that the token is. */
static JSAtom js_json_take_name(JSParseState *s)
{
    if (s->token.val == TOK_STRING)
        return JS_ValueToAtom(s->ctx, s->token.u.str.str);
    s->token.val = TOK_EOF;
    return s->token.u.ident.atom;
}

static JSValue js_json_number(const uint8_t *begin, const uint8_t *end)
{
    const uint8_t *p = begin + (*begin == '-');
    int32_t number = 0;

    /* As many digits as fit. */
    if (end - p <= 9) {
        while (p < end && is_digit(*p))
            number = number * 10 + (*p++ - '0');
        if (p == end && (number != 0 || *begin != '-'))
            return js_int32(*begin == '-' ? -number : number);
    }
    return js_float64(strtod((const char *)begin, NULL));
}

/* Both take the value over, and are of an object or array that JSON.parse has just made. */
static int js_json_set(JSContext *ctx, JSValueConst object, JSAtom name, JSValue value)
{
    JSProperty *pr;

    if (find_own_property(&pr, JS_VALUE_GET_OBJ(object), name)) {
        if (JS_DefinePropertyValue(ctx, object, name, value, JS_PROP_C_W_E) < 0)
            return -1;
        return js_poll_interrupts(ctx);
    }
    pr = add_property(ctx, JS_VALUE_GET_OBJ(object), name, JS_PROP_C_W_E);
    if (!pr) {
        JS_FreeValue(ctx, value);
        return -1;
    }
    pr->u.value = value;
    return js_poll_interrupts(ctx);
}

static int js_json_append(JSContext *ctx, JSValueConst array, uint32_t index, JSValue value)
{
    JSObject *p = JS_VALUE_GET_OBJ(array);

    if (p->u.array.u1.size <= index && expand_fast_array(ctx, p, index + 1) < 0) {
        JS_FreeValue(ctx, value);
        return -1;
    }
    p->u.array.u.values[index] = value;
    p->u.array.count = index + 1;
    p->prop[0].u.value = js_int32(index + 1);
    return js_poll_interrupts(ctx);
}
