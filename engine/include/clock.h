/* Clocks that stand, for runs that are repeated: what they show is set by the host and moves when it says so. Date and performance
 * ask here. The zone of such a run may be another than the C library's: then its offsets
 * are a table of the host's. While the clocks stand nothing depends on when the engine frees an object: what a WeakRef points to stays, and
 * no FinalizationRegistry calls back. */

static bool clock_stands;
/* Milliseconds of performance.now, and what Date is ahead of it. */
static double clock_now;
static int64_t clock_ahead;

typedef struct {
    int64_t from; /* milliseconds since 1970 */
    int32_t offset; /* minutes, as getTimezoneOffset has them */
} ClockZone;

static ClockZone *clock_zone;
static uint32_t clock_zone_count;

/* What the clocks show, for the host. */
JS_EXTERN double JS_GetStandingClock(void);
double JS_GetStandingClock(void)
{
    return clock_now;
}

/* Date.setClock(now, ahead, end): the clocks stand from here on. */
static JSValue js_Date_setClock(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv)
{
    double now, end;
    int64_t ahead;

    if (JS_ToFloat64(ctx, &now, argv[0]) || JS_ToInt64(ctx, &ahead, argv[1]) || JS_ToFloat64(ctx, &end, argv[2]))
        return JS_EXCEPTION;
    if (now > end)
        return JS_ThrowRangeError(ctx, "the clocks of a deterministic run move by 100 years at most");
    clock_stands = true;
    clock_now = now;
    clock_ahead = ahead;
    return JS_UNDEFINED;
}

/* Date.setZone([from, offset, from, offset, ...]): for 400 years past the last change that is not of a rule, by which all later ones
 * are found: the calendar repeats. */
static JSValue js_Date_setZone(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv)
{
    int64_t count, i, value;
    JSValue item;

    if (js_get_length64(ctx, &count, argv[0]))
        return JS_EXCEPTION;
    count /= 2;
    clock_zone = js_malloc(ctx, (count + 1) * sizeof(*clock_zone));
    if (!clock_zone)
        return JS_EXCEPTION;
    for (i = 0; i < 2 * count; i++) {
        item = JS_GetPropertyInt64(ctx, argv[0], i);
        if (JS_IsException(item) || JS_ToInt64Free(ctx, &value, item))
            return JS_EXCEPTION;
        if (i % 2)
            clock_zone[i / 2].offset = value;
        else
            clock_zone[i / 2].from = value;
    }
    clock_zone_count = count;
    return JS_UNDEFINED;
}

#define CLOCK_CYCLE 12622780800000LL /* 400 years */
#define CLOCK_REPEATS 14767920000000LL /* 2437-12-23, within the table */

static int clock_zone_offset(int64_t time)
{
    uint32_t low = 0, high = clock_zone_count;

    if (time >= CLOCK_REPEATS)
        time -= (time - CLOCK_REPEATS) / CLOCK_CYCLE * CLOCK_CYCLE + CLOCK_CYCLE;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (clock_zone[middle].from <= time)
            low = middle;
        else
            high = middle;
    }
    return clock_zone[low].offset;
}
