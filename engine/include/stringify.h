/* JSON.stringify of what is nothing but data: arrays, objects, texts, numbers. No code of a script runs on the way; where some would, or
   the order of keys is not that in which they lie, the whole is left to js_json_to_str, which looks each property up by a text and
   makes texts of all that stands between them. Included by quickjs.c before JS_JSONStringify. */

/* What is deeper is left to it, too, which looks at the stack. */
#define JS_PLAIN_DEPTH 200

typedef struct JSPlainLevel {
    JSObject *object;
    struct JSPlainLevel *up;
    int depth;
} JSPlainLevel;

typedef struct {
    JSContext *ctx;
    StringBuffer *b;
    JSString *gap;
    /* Prototypes that say nothing of toJSON: the last two. */
    JSObject *known[2];
} JSPlain;

/* 1 where it is written, 0 where it is not data, -1 for an exception. */
static int js_plain_value(JSPlain *c, JSValueConst value, JSPlainLevel *up);

static bool js_plain_is_escaped(uint32_t unit)
{
    return unit < 0x20 || unit == '"' || unit == '\\' || is_surrogate(unit);
}

static int js_plain_escape(StringBuffer *b, uint32_t unit)
{
    static const char letters[] = "btnvfr";
    char text[8];
    int length = 2;

    if (unit >= 8 && unit <= 13 && unit != 11)
        snprintf(text, sizeof(text), "\\%c", letters[unit - 8]);
    else if (unit == '"' || unit == '\\')
        snprintf(text, sizeof(text), "\\%c", (char)unit);
    else
        length = snprintf(text, sizeof(text), "\\u%04x", unit & 0xffff);
    return string_buffer_write8(b, (const uint8_t *)text, length);
}

/* How many units from `at` on are written as they are. */
static int js_plain_run(JSString *p, int at)
{
    int end = at, length = p->len;

    if (!p->is_wide_char) {
        const uint8_t *units = str8(p);
        while (end < length && !js_plain_is_escaped(units[end]))
            end++;
        return end - at;
    }
    const uint16_t *units = str16(p);
    while (end < length) {
        if (!js_plain_is_escaped(units[end]))
            end++;
        else if (is_hi_surrogate(units[end]) && end + 1 < length && is_lo_surrogate(units[end + 1]))
            end += 2;
        else
            break;
    }
    return end - at;
}

static int js_plain_text(StringBuffer *b, JSString *p)
{
    int at = 0, run, length = p->len;

    if (string_buffer_putc8(b, '"'))
        return -1;
    while (at < length) {
        run = js_plain_run(p, at);
        if (string_buffer_concat(b, p, at, at + run))
            return -1;
        at += run;
        if (at < length && js_plain_escape(b, string_get(p, at++)))
            return -1;
    }
    return string_buffer_putc8(b, '"') ? -1 : 1;
}

static int js_plain_double(StringBuffer *b, double number)
{
    char text[128];
    JSDTOATempMem memory;

    if (!isfinite(number))
        return string_buffer_puts8(b, "null") ? -1 : 1;
    return string_buffer_write8(b, (const uint8_t *)text, js_dtoa(text, number, 10, 0, JS_DTOA_FORMAT_FREE, &memory)) ? -1 : 1;
}

static int js_plain_rope(JSPlain *c, JSValueConst value)
{
    JSValue text = js_linearize_string_rope(c->ctx, value);
    int result;

    if (JS_IsException(text))
        return -1;
    result = js_plain_text(c->b, JS_VALUE_GET_STRING(text));
    JS_FreeValue(c->ctx, text);
    return result;
}

/* A line of its own, where there is a gap. */
static int js_plain_line(JSPlain *c, int depth)
{
    if (c->gap->len == 0)
        return 0;
    if (string_buffer_putc8(c->b, '\n'))
        return -1;
    while (depth-- > 0) {
        if (string_buffer_concat(c->b, c->gap, 0, c->gap->len))
            return -1;
    }
    return 0;
}

static bool js_plain_is_silent(JSPlain *c, JSObject *proto)
{
    JSProperty *pr;
    JSObject *p;

    if (proto == c->known[0] || proto == c->known[1] || !proto)
        return true;
    for (p = proto; p; p = p->shape->proto) {
        if ((p->is_exotic && p->class_id != JS_CLASS_ARRAY) || find_own_property(&pr, p, JS_ATOM_toJSON))
            return false;
    }
    c->known[1] = c->known[0];
    c->known[0] = proto;
    return true;
}

/* Whether the keys that are told lie in the order of the language, whose indices come first and ascend. */
static bool js_plain_is_next(JSContext *ctx, JSAtom atom, int64_t *last)
{
    uint32_t index;

    if (!JS_AtomIsArrayIndex(ctx, &index, atom)) {
        *last = INT64_MAX;
        return true;
    }
    if (index <= *last)
        return false;
    *last = index;
    return true;
}

static int js_plain_key(JSPlain *c, JSAtom atom, int depth, bool is_first)
{
    char digits[16];
    int result;

    if ((!is_first && string_buffer_putc8(c->b, ',')) || js_plain_line(c, depth))
        return -1;
    if (__JS_AtomIsTaggedInt(atom)) {
        result = string_buffer_putc8(c->b, '"');
        if (!result)
            result = string_buffer_write8(c->b, (const uint8_t *)digits, u32toa(digits, __JS_AtomToUInt32(atom)));
        if (!result)
            result = string_buffer_putc8(c->b, '"');
    } else {
        result = js_plain_text(c->b, c->ctx->rt->atom_array[atom]);
    }
    if (result < 0 || string_buffer_putc8(c->b, ':'))
        return -1;
    return c->gap->len && string_buffer_putc8(c->b, ' ') ? -1 : 0;
}

/* What a key is left out for; of functions, which could have a toJSON, is nothing said here. */
static bool js_plain_is_left_out(JSValueConst value)
{
    int tag = JS_VALUE_GET_TAG(value);
    return tag == JS_TAG_UNDEFINED || tag == JS_TAG_SYMBOL;
}

static int js_plain_object(JSPlain *c, JSPlainLevel *level)
{
    JSObject *p = level->object;
    JSShapeProperty *prs = get_shape_prop(p->shape);
    int64_t last = -1;
    bool is_first = true;
    int i, result;

    if (string_buffer_putc8(c->b, '{'))
        return -1;
    for (i = 0; i < p->shape->prop_count; i++) {
        JSAtom atom = prs[i].atom;
        if (atom == JS_ATOM_NULL)
            continue;
        if (atom == JS_ATOM_toJSON)
            return 0;
        if (!(prs[i].flags & JS_PROP_ENUMERABLE) || JS_AtomGetKind(c->ctx, atom) != JS_ATOM_KIND_STRING)
            continue;
        if ((prs[i].flags & JS_PROP_TMASK) != JS_PROP_NORMAL || !js_plain_is_next(c->ctx, atom, &last))
            return 0;
        if (js_plain_is_left_out(p->prop[i].u.value))
            continue;
        if (js_plain_key(c, atom, level->depth, is_first) < 0)
            return -1;
        is_first = false;
        result = js_plain_value(c, p->prop[i].u.value, level);
        if (result <= 0)
            return result;
    }
    if (!is_first && js_plain_line(c, level->depth - 1))
        return -1;
    return string_buffer_putc8(c->b, '}') ? -1 : 1;
}

static int js_plain_array(JSPlain *c, JSPlainLevel *level)
{
    JSObject *p = level->object;
    JSProperty *pr;
    uint32_t i, count = p->u.array.count;
    int result;

    if (JS_VALUE_GET_TAG(p->prop[0].u.value) != JS_TAG_INT || (uint32_t)JS_VALUE_GET_INT(p->prop[0].u.value) != count)
        return 0;
    if (p->shape->prop_count > 1 && find_own_property(&pr, p, JS_ATOM_toJSON))
        return 0;
    if (string_buffer_putc8(c->b, '['))
        return -1;
    for (i = 0; i < count; i++) {
        if ((i > 0 && string_buffer_putc8(c->b, ',')) || js_plain_line(c, level->depth) || js_poll_interrupts(c->ctx))
            return -1;
        result = js_plain_is_left_out(p->u.array.u.values[i]) ? js_plain_value(c, JS_NULL, level)
                                                              : js_plain_value(c, p->u.array.u.values[i], level);
        if (result <= 0)
            return result;
    }
    if (count > 0 && js_plain_line(c, level->depth - 1))
        return -1;
    return string_buffer_putc8(c->b, ']') ? -1 : 1;
}

static int js_plain_container(JSPlain *c, JSObject *p, JSPlainLevel *up)
{
    JSPlainLevel level = { .object = p, .up = up, .depth = up ? up->depth + 1 : 1 }, *each;
    bool is_array = p->class_id == JS_CLASS_ARRAY && p->fast_array;

    if (level.depth > JS_PLAIN_DEPTH || !js_plain_is_silent(c, p->shape->proto))
        return 0;
    if (!is_array && (p->class_id != JS_CLASS_OBJECT || p->is_exotic))
        return 0;
    for (each = up; each; each = each->up) {
        if (each->object == p)
            return 0;
    }
    if (js_poll_interrupts(c->ctx))
        return -1;
    return is_array ? js_plain_array(c, &level) : js_plain_object(c, &level);
}

static int js_plain_value(JSPlain *c, JSValueConst value, JSPlainLevel *up)
{
    char digits[16];

    switch (JS_VALUE_GET_NORM_TAG(value)) {
    case JS_TAG_OBJECT:
        return js_plain_container(c, JS_VALUE_GET_OBJ(value), up);
    case JS_TAG_STRING:
        return js_plain_text(c->b, JS_VALUE_GET_STRING(value));
    case JS_TAG_STRING_ROPE:
        return js_plain_rope(c, value);
    case JS_TAG_INT:
        return string_buffer_write8(c->b, (const uint8_t *)digits, i32toa(digits, JS_VALUE_GET_INT(value))) ? -1 : 1;
    case JS_TAG_FLOAT64:
        return js_plain_double(c->b, JS_VALUE_GET_FLOAT64(value));
    case JS_TAG_BOOL:
        return string_buffer_puts8(c->b, JS_VALUE_GET_BOOL(value) ? "true" : "false") ? -1 : 1;
    case JS_TAG_NULL:
        return string_buffer_puts8(c->b, "null") ? -1 : 1;
    default:
        return 0;
    }
}

/* Into an empty buffer, which is empty again where it is not data. */
static int js_stringify_plain(JSContext *ctx, StringBuffer *b, JSValueConst value, JSValueConst gap)
{
    JSPlain plain = { .ctx = ctx, .b = b, .gap = JS_VALUE_GET_STRING(gap) };
    int result = js_plain_value(&plain, value, NULL);

    if (result == 0) {
        string_buffer_free(b);
        string_buffer_init(ctx, b, 0);
    }
    return result;
}
