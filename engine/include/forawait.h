/* The code of `for await` beside its loop (engine/mends.py says why). Included by quickjs.c where it compiles statements. */

typedef struct {
    int throws; /* the body threw: closes the iterator, and waits for that */
    int failed; /* next() failed: the iterator is not to be closed */
    int left; /* what `break` and `return` run as a `finally` of the body: nothing, but they pop its catch */
} ForAwait;

/* Before the value is bound. Stack: iter_obj next catch_offset value -> iter_obj next catch_offset catch_offset value.
   By way of a variable, as the catch has to lie where the exception will. */
static __exception int emit_for_await_body(JSParseState *s, ForAwait *awaited)
{
    int value = add_var(s->ctx, s->cur_func, JS_ATOM__ret_);

    if (value < 0)
        return -1;
    awaited->throws = new_label(s);
    awaited->failed = new_label(s);
    awaited->left = new_label(s);
    emit_op(s, OP_put_loc);
    emit_u16(s, value);
    emit_goto(s, OP_catch, awaited->throws);
    emit_op(s, OP_get_loc);
    emit_u16(s, value);
    emit_op(s, OP_undefined);
    emit_op(s, OP_put_loc);
    emit_u16(s, value);
    return 0;
}

/* Behind the loop. What return() gives or throws does not matter beside the exception. */
static void emit_for_await_failures(JSParseState *s, const ForAwait *awaited)
{
    int end, ignore, none, rethrow;

    end = emit_goto(s, OP_goto, -1);
    emit_label(s, awaited->throws); /* iter_obj next catch_offset exception */
    emit_op(s, OP_nip);
    emit_op(s, OP_nip);
    ignore = emit_goto(s, OP_catch, -1);
    emit_op(s, OP_rot3l); /* exception catch_offset iter_obj */
    emit_op(s, OP_get_field2);
    emit_atom(s, JS_ATOM_return);
    emit_op(s, OP_dup);
    emit_op(s, OP_is_undefined_or_null);
    none = emit_goto(s, OP_if_true, -1);
    emit_op(s, OP_call_method);
    emit_u16(s, 0);
    emit_op(s, OP_await);
    rethrow = emit_goto(s, OP_goto, -1);
    emit_label(s, none);
    emit_op(s, OP_drop);
    emit_label(s, rethrow); /* exception catch_offset result */
    emit_op(s, OP_drop);
    emit_op(s, OP_drop);
    emit_op(s, OP_throw);
    emit_label(s, ignore); /* exception another_exception */
    emit_op(s, OP_drop);
    emit_op(s, OP_throw);
    emit_label(s, awaited->failed); /* iter_obj next exception */
    emit_op(s, OP_throw);
    emit_label(s, awaited->left);
    emit_op(s, OP_ret);
    emit_label(s, end);
}
