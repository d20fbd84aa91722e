/* An error's stack, noted when it is made and put in words when somebody first reads it, as V8 does: then name and message
   are those that it has by then, and errors that nobody reads cost next to nothing. Included by quickjs.c before
   build_backtrace. The property is of the lazy kind that functions have for `prototype`; its `opaque` is an array of what
   was noted, for each frame the function and a number, then Error.stackTraceLimit. No script ever sees that array.

   Of STACK_HIDDEN frames more than the limit the hook leaves out those of the runtime, before it counts. */

#include "subject.h"

enum { STACK_FRAMES = 128, STACK_HIDDEN = 24, STACK_IS_ASYNC = 1, STACK_IS_CONSTRUCTOR = 2, STACK_FLAGS = 2 };

typedef struct {
    const char *file; /* NULL: the error is none of parsing */
    int line, column;
} StackPlace;

static int JS_DefineAutoInitProperty(JSContext *ctx, JSValueConst this_obj, JSAtom prop, JSAutoInitIDEnum id, void *opaque,
                                     int flags);
/* awaiting.h */
static JSAsyncFunctionData *js_awaiting_function(JSAsyncFunctionData *s, bool through_returns);

/* The async function that `sf` is a frame of, once a promise has resumed it: nothing below has to do with it. */
static JSAsyncFunctionData *js_resumed_function(JSStackFrame *sf)
{
    JSAsyncFunctionData *s;

    /* A native function's frame has nothing there. */
    if (JS_VALUE_GET_OBJ(sf->cur_func)->class_id != JS_CLASS_ASYNC_FUNCTION)
        return NULL;
    s = (JSAsyncFunctionData *)sf->cur_gc_obj;
    return s && s->func_state.is_resumed ? s : NULL;
}

static void js_note_frame(JSValueConst *note, JSStackFrame *sf, int flags)
{
    JSObject *p = JS_VALUE_GET_OBJ(sf->cur_func);
    int pc = 0;

    if (js_class_has_bytecode(p->class_id) && sf->cur_pc)
        pc = sf->cur_pc - p->u.func.function_bytecode->byte_code_buf - 1;
    note[0] = sf->cur_func;
    note[1] = js_int32(pc * (1 << STACK_FLAGS) + flags);
}

/* The first frame that is the author's: behind the constructors of an error's class, or behind the function that was given
   to captureStackTrace. None where that function is not running. */
static JSStackFrame *js_first_frame(JSContext *ctx, JSValueConst filter, int flags)
{
    JSStackFrame *sf = ctx->rt->current_stack_frame;

    if (JS_VALUE_GET_TAG(filter) == JS_TAG_OBJECT && JS_VALUE_GET_OBJ(filter)->class_id != JS_CLASS_PROXY) {
        while (sf && JS_VALUE_GET_PTR(sf->cur_func) != JS_VALUE_GET_PTR(filter))
            sf = sf->prev_frame;
    } else if (!(flags & JS_BACKTRACE_FLAG_SKIP_FIRST_LEVEL)) {
        return sf;
    }
    return sf ? sf->prev_frame : NULL;
}

static int js_stack_limit(JSContext *ctx)
{
    double limit;

    if (!JS_IsNumber(ctx->error_stack_trace_limit) || JS_ToFloat64(ctx, &limit, ctx->error_stack_trace_limit) ||
        !(limit > 0))
        return 0;
    return limit < STACK_FRAMES ? (int)limit : STACK_FRAMES;
}

/* Whether one of the functions is a script's. */
static bool js_notes_script(JSContext *ctx, JSValueConst *notes, int count)
{
    char name[ATOM_GET_STR_BUF_SIZE];
    int i;

    for (i = 0; i < count; i++) {
        JSFunctionBytecode *b = JS_IsString(notes[2 * i]) ? NULL : JS_GetFunctionBytecode(notes[2 * i]);
        if (b && !strcmp(JS_AtomGetStr(ctx, name, sizeof(name), b->filename), "<input>"))
            return true;
    }
    return false;
}

/* Of what cannot be parsed the place comes first: the file and the line, then the file and the column. */
static JSValue js_note_stack(JSContext *ctx, JSValueConst filter, int flags, const StackPlace *place)
{
    JSValueConst notes[2 * STACK_FRAMES + 1];
    JSStackFrame *sf = js_first_frame(ctx, filter, flags);
    JSAsyncFunctionData *s = NULL;
    JSValue file = place->file ? JS_NewString(ctx, place->file) : JS_UNDEFINED, noted;
    int count = 0, shown = js_stack_limit(ctx), limit = shown ? min_int(shown + STACK_HIDDEN, STACK_FRAMES) : 0;

    if (JS_IsString(file) && limit) {
        notes[0] = notes[2] = file;
        notes[1] = js_int32(place->line);
        notes[3] = js_int32(place->column);
        count = 2;
        if (flags & JS_BACKTRACE_FLAG_SINGLE_LEVEL)
            limit = 0;
    }
    for (; sf && !s && count < limit; sf = sf->prev_frame) {
        js_note_frame(&notes[2 * count++], sf, sf->is_constructor ? STACK_IS_CONSTRUCTOR : 0);
        s = js_resumed_function(sf);
    }
    for (; s && count < limit; count++) {
        JSAsyncFunctionData *awaiting = js_awaiting_function(s, false);
        if (!awaiting && !js_notes_script(ctx, notes, count))
            awaiting = js_awaiting_function(s, true);
        s = awaiting;
        if (!s)
            break;
        js_note_frame(&notes[2 * count], &s->func_state.frame, STACK_IS_ASYNC);
    }
    notes[2 * count] = js_int32(shown);
    noted = js_create_array(ctx, 2 * count + 1, notes);
    JS_FreeValue(ctx, file);
    return noted;
}

static void js_function_of_note(JSContext *ctx, JSCallSiteData *csd, JSValueConst func, int note)
{
    JSObject *p = JS_VALUE_GET_OBJ(func);
    JSStackFrame sf = { 0 };

    sf.cur_func = func;
    sf.is_constructor = (note & STACK_IS_CONSTRUCTOR) != 0;
    if (js_class_has_bytecode(p->class_id))
        sf.cur_pc = p->u.func.function_bytecode->byte_code_buf + (note >> STACK_FLAGS) + 1;
    js_new_callsite_data(ctx, csd, &sf);
    if (note & STACK_IS_ASYNC) {
        if (JS_IsNull(csd->func_name))
            csd->func_name = js_empty_string(ctx->rt);
        csd->func_name = JS_ConcatString3(ctx, "async ", csd->func_name, "");
    }
}

/* The frame that begins at `notes`, and how many pairs of them it is. */
static JSValue js_frame_of_notes(JSContext *ctx, JSValue *notes, int *taken)
{
    JSCallSiteData csd;
    JSValue site;

    *taken = 1;
    if (JS_IsString(notes[0])) {
        *taken = 2;
        js_new_callsite_data2(ctx, &csd, "", JS_VALUE_GET_INT(notes[1]), JS_VALUE_GET_INT(notes[3]));
        JS_FreeValue(ctx, csd.filename);
        csd.filename = js_dup(notes[0]);
    } else {
        js_function_of_note(ctx, &csd, notes[0], JS_VALUE_GET_INT(notes[1]));
    }
    site = js_new_callsite(ctx, &csd);
    if (JS_IsException(site)) {
        JS_FreeValue(ctx, csd.filename);
        JS_FreeValue(ctx, csd.func);
        JS_FreeValue(ctx, csd.func_name);
    }
    return site;
}

static JSValue js_stack_text(JSContext *ctx, JSValueConst error, JSObject *notes)
{
    JSValue *values = notes->u.array.u.values, sites = JS_NewArray(ctx), text = JS_EXCEPTION;
    uint32_t i, count = notes->u.array.count / 2, made = 0;
    int taken = 1;

    if (JS_IsException(sites))
        return sites;
    for (i = 0; i < count; i += taken) {
        JSValue site = js_frame_of_notes(ctx, &values[2 * i], &taken);
        if (JS_IsException(site) || JS_DefinePropertyValueUint32(ctx, sites, made++, site, JS_PROP_C_W_E) < 0)
            break;
    }
    if (i >= count) {
        JSValueConst args[] = { error, sites, values[2 * count] };
        text = JS_Call(ctx, ctx->error_prepare_stack, ctx->error_ctor, 3, args);
    }
    JS_FreeValue(ctx, sites);
    return text;
}

/* Of lazy properties only a stack has both this kind and an `opaque`. */
static bool js_is_stack(JSProperty *pr)
{
    return js_autoinit_get_id(pr) == JS_AUTOINIT_ID_PROTOTYPE && pr->u.init.opaque;
}

/* The words can run a script (a getter of `name`), to which the property has to be an ordinary one, and which may remove it. */
static int js_read_stack(JSContext *ctx, JSObject *p, JSProperty *pr, JSShapeProperty *prs)
{
    JSContext *realm = js_autoinit_get_realm(pr);
    JSObject *notes = pr->u.init.opaque;
    JSValue error, text;

    if (js_shape_prepare_update(ctx, p, &prs))
        return -1;
    prs->flags &= ~JS_PROP_TMASK;
    pr->u.value = JS_UNDEFINED;
    error = js_dup(JS_MKPTR(JS_TAG_OBJECT, p));
    text = js_stack_text(realm, error, notes);
    JS_FreeValue(ctx, JS_MKPTR(JS_TAG_OBJECT, notes));
    JS_FreeContext(realm);
    if (JS_IsException(text)) {
        JS_FreeValue(ctx, error);
        return -1;
    }
    prs = find_own_property(&pr, p, JS_ATOM_stack);
    if (prs && !(prs->flags & JS_PROP_TMASK) && JS_IsUndefined(pr->u.value))
        pr->u.value = text;
    else
        JS_FreeValue(ctx, text);
    JS_FreeValue(ctx, error);
    return 0;
}

/* Makes `stack` a property of the error, or of whatever captureStackTrace was given. */
static void js_define_stack(JSContext *ctx, JSValueConst error, JSValue notes)
{
    JSObject *p = JS_VALUE_GET_OBJ(error);

    if (p->is_exotic || !p->extensible ||
        (find_own_property1(p, JS_ATOM_stack) && JS_DeleteProperty(ctx, error, JS_ATOM_stack, 0) <= 0)) {
        JSValue text = js_stack_text(ctx, error, JS_VALUE_GET_OBJ(notes));
        JS_FreeValue(ctx, notes);
        if (!JS_IsException(text))
            JS_DefinePropertyValue(ctx, error, JS_ATOM_stack, text, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    } else if (JS_DefineAutoInitProperty(ctx, error, JS_ATOM_stack, JS_AUTOINIT_ID_PROTOTYPE, JS_VALUE_GET_OBJ(notes),
                                         JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE) < 0) {
        JS_FreeValue(ctx, notes);
    }
}

/* Where the engine throws an error of its own, which decides about its words. */
typedef enum { THROWN_HERE, THROWN_BY_NATIVE, THROWN_FOR_VARIABLE } StackOrigin;

static StackOrigin js_stack_origin(JSContext *ctx)
{
    JSStackFrame *sf = ctx->rt->current_stack_frame;
    JSFunctionBytecode *b = sf ? JS_GetFunctionBytecode(sf->cur_func) : NULL;
    uint8_t *pc = sf ? sf->cur_pc : NULL;

    if (!b)
        return THROWN_BY_NATIVE;
    /* The operation, an atom, and what is wrong with the variable. */
    return pc && pc - b->byte_code_buf >= 6 && pc[-6] == OP_throw_error ? THROWN_FOR_VARIABLE : THROWN_HERE;
}

/* What an error of the engine's own says is the hook's to reword. It gets no frames, but the origin; what the error is about,
   and the property of that,
   else a native function's first two arguments; the function, where in the source it was thrown and
   where the function begins. */
static void js_reword(JSContext *ctx, JSValueConst error)
{
    enum { ERROR, SITES, ORIGIN, ABOUT, KEY, FUNCTION, LINE, COLUMN, FIRST_LINE, FIRST_COLUMN, COUNT };
    JSStackFrame *sf = ctx->rt->current_stack_frame;
    JSFunctionBytecode *b = sf ? JS_GetFunctionBytecode(sf->cur_func) : NULL;
    JSValueConst args[COUNT] = { error };
    JSValue key = JS_UNDEFINED;
    int column = 0;

    for (int i = SITES; i < COUNT; i++)
        args[i] = JS_UNDEFINED;
    args[ORIGIN] = js_int32(js_stack_origin(ctx));
    args[FUNCTION] = sf ? (JSValueConst)sf->cur_func : JS_UNDEFINED;
    if (js_subject.is_set) {
        args[ABOUT] = js_subject.value;
        if (js_subject.key != JS_ATOM_NULL)
            args[KEY] = key = JS_AtomToValue(ctx, js_subject.key);
    } else if (sf && !b && JS_VALUE_GET_OBJ(sf->cur_func)->class_id == JS_CLASS_C_FUNCTION && sf->arg_count > 0) {
        args[ABOUT] = sf->arg_buf[0];
        if (sf->arg_count > 1)
            args[KEY] = sf->arg_buf[1];
    }
    if (b && sf->cur_pc) {
        args[LINE] = js_int32(find_line_num(ctx, b, sf->cur_pc - b->byte_code_buf - 1, &column));
        args[COLUMN] = js_int32(column);
        args[FIRST_LINE] = js_int32(b->line_num);
        args[FIRST_COLUMN] = js_int32(b->col_num);
    }
    JS_FreeValue(ctx, JS_Call(ctx, ctx->error_prepare_stack, ctx->error_ctor, COUNT, args));
    JS_FreeValue(ctx, key);
    js_forget_subject(ctx);
}

/* In build_backtrace's place. What the engine itself throws is reworded first: by the same hook. */
static void js_capture_stack(JSContext *ctx, JSValueConst error, JSValueConst filter, int flags, StackPlace place)
{
    JSValue notes, saved, held;

    if (JS_IsUndefined(ctx->error_back_trace))
        ctx->error_back_trace = JS_NULL;
    if (!(flags & JS_BACKTRACE_FLAG_FILTER_FUNC) && !can_store_error_stack(error) && !can_add_backtrace(error))
        return;
    ctx->rt->in_build_stack_trace = true;
    saved = JS_GetException(ctx);
    held = js_dup(error);
    if (!(flags & JS_BACKTRACE_FLAG_SKIP_FIRST_LEVEL))
        js_reword(ctx, error);
    notes = js_note_stack(ctx, filter, flags, &place);
    if (!JS_IsException(notes))
        js_define_stack(ctx, error, notes);
    JS_FreeValue(ctx, held);
    JS_FreeValue(ctx, JS_GetException(ctx));
    JS_Throw(ctx, saved);
    ctx->rt->in_build_stack_trace = false;
}
