/* Which variable a function's body means by the name of a parameter (engine/mends.py says why). Included by quickjs.c
   where it resolves names. */

/* `idx` is what `name` would be in the body of `fd`: an argument, a copy of what was destructured, or anything else. Where
   a closure in the parameters has the variable, too, it is theirs; otherwise arguments stay arguments, which are faster.
   Not in a function that calls eval itself: what eval declares decides there, and is not known yet. */
static int shared_parameter(JSContext *ctx, JSFunctionDef *fd, JSAtom name, int idx)
{
    JSVarDef *vd;
    int shared;

    if (idx < 0 || !fd->has_parameter_expressions || fd->has_eval_call)
        return idx;
    vd = idx & ARGUMENT_VAR_OFFSET ? &fd->args[idx - ARGUMENT_VAR_OFFSET] : &fd->vars[idx];
    if (vd->scope_level != 0 || vd->is_redeclared)
        return idx;
    shared = find_var_in_scope(ctx, fd, name, ARG_SCOPE_INDEX);
    return shared >= 0 && fd->vars[shared].is_captured ? shared : idx;
}
