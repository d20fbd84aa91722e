/* Functions of a program have their source in one text, which is not theirs and outlives them. Otherwise each has a copy, and those within it
   again, which together are most of a program's bytes. */

static const char *js_program_text;
static size_t js_program_size;
static bool js_is_reading_program;

static bool js_is_of_program(const char *source)
{
    return (uintptr_t)source - (uintptr_t)js_program_text < js_program_size;
}

static char *js_source_of(JSContext *ctx, const char *source, size_t size)
{
    return js_is_of_program(source) ? (char *)source : js_strndup(ctx, source, size);
}

static void js_free_source(JSRuntime *rt, char *source)
{
    if (!js_is_of_program(source))
        js_free_rt(rt, source);
}
