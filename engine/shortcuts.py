"""What the engine does in many steps and could do in few, with the same result: edits of the fetched source, as engine/mends.py has
them for faults, and under the same rule. Here no script of the corpus fails without an edit; its test shows that the result
is still Node's, and `told` why the engine's own way is too long for what people write.
"""

from __future__ import annotations

from engine.edits import Mend, after, before

SHORTCUTS = (
    Mend(
        name="concat of plain arrays",
        told="Array.prototype.concat looks each element up as a property. `a = a.concat([x])` in a loop of 20,000 takes 10 s so, in V8 0.9 s.",
        test="arrays/concat-shapes",
        edits=(
            before(
                "",
                "static JSValue js_array_concat(JSContext *ctx, JSValueConst this_val,\n"
                "                               int argc, JSValueConst *argv)\n{\n",
                '#include "concat.h"\n\n',
            ),
            before(
                "js_array_concat",
                "            for (k = 0; k < len; k++, n++) {\n",
                "            res = js_concat_packed(ctx, arr, n, e, len, argc);\n"
                "            if (res < 0)\n                goto exception;\n"
                "            if (res) {\n                n += len;\n                continue;\n            }\n",
            ),
        ),
    ),
    Mend(
        name="clones of data",
        told="structuredClone is the host's, and a script needs some 15 µs for each object of a list. Map.cloneData, gone before any "
        "script runs, clones what is nothing but data.",
        test="structured-clone/plain-data",
        edits=(
            # Beside what a mend has put there.
            after("", '#include "preview.h"\n', '#include "clone.h"\n'),
            after(
                "",
                '    JS_CFUNC_DEF("preview", 1, js_map_preview ),\n',
                '    JS_CFUNC_DEF("cloneData", 1, js_map_cloneData ),\n',
            ),
        ),
    ),
)
