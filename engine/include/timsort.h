/* Array.prototype.sort by V8's algorithm (third_party/v8/builtins/array-sort.tq), so that a comparator sees the pairs that
   it sees there, and an inconsistent one gives the same order. Included by quickjs.c where its own sort was called.

   Whatever the comparator answers, elements are only moved: an exception sets `exception`, from where on all are equal. */

enum { SORT_MIN_GALLOP = 7, SORT_RUN = 64, SORT_RUNS = 85 };

typedef struct {
    struct array_sort_context *context;
    ValueSlot *work, *temp;
    size_t min_gallop, runs;
    struct { size_t base, length; } run[SORT_RUNS];
} Sort;

static int sort_compare(Sort *s, ValueSlot *a, ValueSlot *b)
{
    return js_array_cmp_generic(a, b, s->context);
}

static void sort_move(ValueSlot *to, const ValueSlot *from, size_t count)
{
    memmove(to, from, count * sizeof(*to));
}

/* The length of the run at `low`, which is ascending afterwards. */
static size_t sort_count_run(Sort *s, size_t low, size_t high)
{
    ValueSlot *w = s->work, swapped;
    size_t length = 2, i, j;
    bool descending;

    if (low + 1 == high)
        return 1;
    descending = sort_compare(s, &w[low + 1], &w[low]) < 0;
    while (low + length < high && (sort_compare(s, &w[low + length], &w[low + length - 1]) < 0) == descending)
        length++;
    if (descending) {
        for (i = low, j = low + length - 1; i < j; i++, j--) {
            swapped = w[i];
            w[i] = w[j];
            w[j] = swapped;
        }
    }
    return length;
}

static void sort_insert(Sort *s, size_t low, size_t start, size_t high)
{
    ValueSlot *w = s->work, pivot;

    for (; start < high; start++) {
        size_t left = low, right = start;
        pivot = w[start];
        while (left < right) {
            size_t middle = left + ((right - left) >> 1);
            if (sort_compare(s, &pivot, &w[middle]) < 0)
                right = middle;
            else
                left = middle + 1;
        }
        sort_move(&w[left + 1], &w[left], start - left);
        w[left] = pivot;
    }
}

/* Whether `key` belongs behind `element`: of equals it goes before the first (`left`), else behind the last. */
static bool sort_is_behind(Sort *s, ValueSlot *key, ValueSlot *element, bool left)
{
    return left ? sort_compare(s, element, key) < 0 : sort_compare(s, key, element) >= 0;
}

/* Where `key` belongs in the `length` elements at `base`, sought from `hint` on in steps that grow. */
static size_t sort_gallop(Sort *s, ValueSlot *key, ValueSlot *base, size_t length, size_t hint, bool left)
{
    size_t last = 0, offset = 1, most;

    if (sort_is_behind(s, key, &base[hint], left)) {
        for (most = length - hint; offset < most && sort_is_behind(s, key, &base[hint + offset], left);
             offset = 2 * offset + 1)
            last = offset;
        if (offset > most)
            offset = most;
        last += hint + 1;
        offset += hint;
    } else {
        size_t nearer;
        for (most = hint + 1; offset < most && !sort_is_behind(s, key, &base[hint - offset], left);
             offset = 2 * offset + 1)
            last = offset;
        if (offset > most)
            offset = most;
        nearer = last;
        last = hint + 1 - offset;
        offset = hint - nearer;
    }
    while (last < offset) {
        size_t middle = last + ((offset - last) >> 1);
        if (sort_is_behind(s, key, &base[middle], left))
            last = middle + 1;
        else
            offset = middle;
    }
    return offset;
}

/* Merges the runs at `a` and `b` behind it, the first of which is the shorter. */
static void sort_merge_low(Sort *s, ValueSlot *a, size_t a_left, ValueSlot *b, size_t b_left)
{
    ValueSlot *to = a, *t = s->temp;
    size_t a_wins, b_wins, gallop = s->min_gallop;

    sort_move(t, a, a_left);
    *to++ = *b++;
    if (--b_left == 0)
        goto done;
    if (a_left == 1)
        goto last_of_a;
    for (;;) {
        bool first = true;
        a_wins = b_wins = 0;
        do {
            if (sort_compare(s, b, t) < 0) {
                *to++ = *b++;
                b_wins++;
                a_wins = 0;
                if (--b_left == 0)
                    goto done;
            } else {
                *to++ = *t++;
                a_wins++;
                b_wins = 0;
                if (--a_left == 1)
                    goto last_of_a;
            }
        } while (a_wins < gallop && b_wins < gallop);
        for (gallop++; first || a_wins >= SORT_MIN_GALLOP || b_wins >= SORT_MIN_GALLOP; first = false) {
            gallop -= gallop > 1;
            s->min_gallop = gallop;
            a_wins = sort_gallop(s, b, t, a_left, 0, false);
            if (a_wins > 0) {
                sort_move(to, t, a_wins);
                to += a_wins;
                t += a_wins;
                a_left -= a_wins;
                if (a_left == 1)
                    goto last_of_a;
                /* Only with a comparator that contradicts itself. */
                if (a_left == 0)
                    goto done;
            }
            *to++ = *b++;
            if (--b_left == 0)
                goto done;
            b_wins = sort_gallop(s, t, b, b_left, 0, true);
            if (b_wins > 0) {
                sort_move(to, b, b_wins);
                to += b_wins;
                b += b_wins;
                b_left -= b_wins;
                if (b_left == 0)
                    goto done;
            }
            *to++ = *t++;
            if (--a_left == 1)
                goto last_of_a;
        }
        s->min_gallop = ++gallop;
    }
done:
    sort_move(to, t, a_left);
    return;
last_of_a:
    sort_move(to, b, b_left);
    to[b_left] = *t;
}

/* The same from their ends, where the second is the shorter. */
static void sort_merge_high(Sort *s, ValueSlot *a, size_t a_left, ValueSlot *b, size_t b_left)
{
    /* Each points behind what is next. */
    ValueSlot *to = b + b_left, *from = a + a_left, *t = s->temp + b_left;
    size_t a_wins, b_wins, gallop = s->min_gallop;

    sort_move(s->temp, b, b_left);
    *--to = *--from;
    if (--a_left == 0)
        goto done;
    if (b_left == 1)
        goto last_of_b;
    for (;;) {
        bool first = true;
        a_wins = b_wins = 0;
        do {
            if (sort_compare(s, t - 1, from - 1) < 0) {
                *--to = *--from;
                a_wins++;
                b_wins = 0;
                if (--a_left == 0)
                    goto done;
            } else {
                *--to = *--t;
                b_wins++;
                a_wins = 0;
                if (--b_left == 1)
                    goto last_of_b;
            }
        } while (a_wins < gallop && b_wins < gallop);
        for (gallop++; first || a_wins >= SORT_MIN_GALLOP || b_wins >= SORT_MIN_GALLOP; first = false) {
            gallop -= gallop > 1;
            s->min_gallop = gallop;
            a_wins = a_left - sort_gallop(s, t - 1, a, a_left, a_left - 1, false);
            if (a_wins > 0) {
                to -= a_wins;
                from -= a_wins;
                a_left -= a_wins;
                sort_move(to, from, a_wins);
                if (a_left == 0)
                    goto done;
            }
            *--to = *--t;
            if (--b_left == 1)
                goto last_of_b;
            b_wins = b_left - sort_gallop(s, from - 1, s->temp, b_left, b_left - 1, true);
            if (b_wins > 0) {
                to -= b_wins;
                t -= b_wins;
                b_left -= b_wins;
                sort_move(to, t, b_wins);
                if (b_left == 1)
                    goto last_of_b;
                if (b_left == 0)
                    goto done;
            }
            *--to = *--from;
            if (--a_left == 0)
                goto done;
        }
        s->min_gallop = ++gallop;
    }
done:
    sort_move(to - b_left, t - b_left, b_left);
    return;
last_of_b:
    to -= a_left;
    from -= a_left;
    sort_move(to, from, a_left);
    to[-1] = t[-1];
}

/* Merges the runs `i` and `i + 1`. */
static void sort_merge_at(Sort *s, size_t i)
{
    ValueSlot *a = s->work + s->run[i].base, *b = s->work + s->run[i + 1].base;
    size_t a_length = s->run[i].length, b_length = s->run[i + 1].length, before;

    s->run[i].length = a_length + b_length;
    if (i + 3 == s->runs)
        s->run[i + 1] = s->run[i + 2];
    s->runs--;
    before = sort_gallop(s, b, a, a_length, 0, false);
    a += before;
    a_length -= before;
    if (a_length == 0)
        return;
    b_length = sort_gallop(s, a + a_length - 1, b, b_length, b_length - 1, true);
    if (b_length == 0)
        return;
    if (a_length <= b_length)
        sort_merge_low(s, a, a_length, b, b_length);
    else
        sort_merge_high(s, a, a_length, b, b_length);
}

static bool sort_is_balanced(Sort *s, size_t n)
{
    return n < 2 || s->run[n - 2].length > s->run[n - 1].length + s->run[n].length;
}

static void sort_collapse(Sort *s, bool all)
{
    while (s->runs > 1) {
        size_t n = s->runs - 2;
        bool balanced = sort_is_balanced(s, n + 1) && sort_is_balanced(s, n);
        if (!all && balanced && s->run[n].length > s->run[n + 1].length)
            break;
        if ((all || !balanced) && n > 0 && s->run[n - 1].length < s->run[n + 1].length)
            n--;
        sort_merge_at(s, n);
    }
}

static void js_array_timsort(ValueSlot *array, size_t length, struct array_sort_context *context)
{
    Sort sort = { context, array, NULL, SORT_MIN_GALLOP, 0 };
    size_t low = 0, least = length, odd = 0;

    if (length < 2)
        return;
    for (; least >= SORT_RUN; least >>= 1)
        odd |= least & 1;
    least += odd;
    /* The shorter of two runs; below SORT_RUN elements there is only one. */
    if (length >= SORT_RUN) {
        sort.temp = js_malloc(context->ctx, (length / 2) * sizeof(*array));
        if (!sort.temp) {
            context->exception = 1;
            return;
        }
    }
    while (low < length) {
        size_t run = sort_count_run(&sort, low, length);
        if (run < least) {
            size_t forced = least < length - low ? least : length - low;
            sort_insert(&sort, low, low + run, low + forced);
            run = forced;
        }
        sort.run[sort.runs].base = low;
        sort.run[sort.runs++].length = run;
        sort_collapse(&sort, false);
        low += run;
    }
    sort_collapse(&sort, true);
    js_free(context->ctx, sort.temp);
}
