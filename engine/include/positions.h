/* Where calls, reads, operators and `await` stand, as V8 places them; the engine itself notes where their arguments or operands
   begin. Only for text that a script's author wrote: of what is bundled nobody reads lines, and tables cost memory.
   Included by quickjs.c before its parser emits anything. */

static bool js_is_authors(JSParseState *s)
{
    return s->filename && !strcmp(s->filename, "<input>");
}

/* Of V8's `position()`, where it is the author's text; what the engine notes goes on to be so for all other text. */
static void js_emit_authors_loc(JSParseState *s, int line, int column)
{
    if (js_is_authors(s))
        emit_source_loc_at(s, line, column);
}

static void js_emit_bundled_loc(JSParseState *s)
{
    if (!js_is_authors(s))
        emit_source_loc(s);
}

/* With the parenthesis of a call as the next token: the callee's name where it ends in one, else the parenthesis. */
static void js_place_call(JSParseState *s, int *line, int *column)
{
    uint8_t last = s->last_ptr[-1];

    if (last == '_' || last == '$' || last >= 128 || (last >= '0' && last <= '9') || ((last | 32) >= 'a' && (last | 32) <= 'z')) {
        *line = s->last_line_num;
        *column = s->last_col_num;
    } else {
        *line = s->token.line_num;
        *column = s->token.col_num;
    }
}
