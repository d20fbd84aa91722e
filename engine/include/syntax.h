/* What a text that is none of the language is told, in V8's words. Included by quickjs.c behind its own first few. */

/* The token that may not stand there. */
static int js_unexpected(JSParseState *s)
{
    /* No token has this number: of every other one js_parse_expect says what V8 says. */
    return js_parse_expect(s, -1000000);
}

static int js_redeclared(JSParseState *s, JSAtom name)
{
    char buf[ATOM_GET_STR_BUF_SIZE];

    return js_parse_error(s, "Identifier '%s' has already been declared", JS_AtomGetStr(s->ctx, buf, sizeof(buf), name));
}
