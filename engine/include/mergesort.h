/* TypedArray.prototype.sort with a comparator, by V8's algorithm (as timsort.h, and why). Included by quickjs.c where its
   own sort was called. */

/* Sorts what `from` up to `to` of two equal lists of indices into `target`. */
static void js_typed_array_mergesort(uint32_t *source, uint32_t *target, size_t from, size_t to,
                                     struct TA_sort_context *context)
{
    size_t middle = from + (to - from) / 2, left = from, right = middle, i;

    if (middle - from > 1)
        js_typed_array_mergesort(target, source, from, middle, context);
    if (to - middle > 1)
        js_typed_array_mergesort(target, source, middle, to, context);
    for (i = from; i < to; i++) {
        if (left < middle && (right >= to || js_TA_cmp_generic(&source[left], &source[right], context) <= 0))
            target[i] = source[left++];
        else
            target[i] = source[right++];
    }
}

static void js_typed_array_sort_indices(uint32_t *indices, size_t length, struct TA_sort_context *context)
{
    uint32_t *copy = js_calloc(context->ctx, length, sizeof(*copy));

    if (!copy) {
        context->exception = 1;
        return;
    }
    memcpy(copy, indices, length * sizeof(*copy));
    js_typed_array_mergesort(copy, indices, 0, length, context);
    js_free(context->ctx, copy);
}
