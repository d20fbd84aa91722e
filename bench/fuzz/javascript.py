"""Random JavaScript from a grammar: code blocks that mostly parse, and then do what nobody would write.

Everything follows from one seed. A block is a tree of `Node`s, so that a failing one can be made smaller without losing
its syntax (`smaller`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Deeper trees are mostly dead code behind the first exception.
MAX_DEPTH = 5


@dataclass(frozen=True)
class Node:
    """A piece of source. `kind` names what may stand in its place: `expression`, `statement`, or "" for neither."""

    kind: str
    parts: tuple[str | Node, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def children(self) -> Iterator[Node]:
        return (part for part in self.parts if isinstance(part, Node))


SMALLEST = {"expression": Node("expression", ("0",)), "statement": Node("statement", (";",))}


def smaller(node: Node) -> Iterator[Node]:
    """The trees that are `node` with one of its pieces left out or replaced by a piece of that piece, big cuts first."""
    if node.kind in SMALLEST and node != SMALLEST[node.kind]:
        yield SMALLEST[node.kind]
        yield from (child for child in node.children() if child.kind == node.kind)
    for index, part in enumerate(node.parts):
        if isinstance(part, Node):
            for one in smaller(part):
                yield Node(node.kind, (*node.parts[:index], one, *node.parts[index + 1 :]))


NAMES = ("a", "b", "c", "d", "e", "f", "g", "input")
LITERALS = (
    *("0", "-0", "1", "-1", "NaN", "Infinity", "1e308", "5e-324", "2**31", "-(2**31)", "2**32 - 1", "2**53", "0x7fffffff"),
    *("0n", "-1n", "2n**64n", "2n**1000n", "''", "'a'", "'中文🎉'", "'\\ud800'", "'\\0'", "'__proto__'", "'constructor'"),
    *("'length'", "'then'", "'toJSON'", "true", "false", "null", "undefined", "[]", "{}", "[,]", "[1,,3]", "new.target"),
    *("this", "globalThis", "input", "Symbol.iterator", "Symbol.toPrimitive", "Symbol('s')", "Symbol.species"),
    *("'x'.repeat(1000)", "'ab'.repeat(5000)", "new Array(100)", "Array(2**32 - 1)", "Object.create(null)", "new Date(NaN)"),
    *("new Date(0)", "new Map([[1, 2]])", "new Set('abc')", "new WeakMap", "new ArrayBuffer(16)", "new Uint8Array(8)"),
    *("new Float64Array([1, NaN, -0])", "new BigInt64Array(4)", "new DataView(new ArrayBuffer(9), 1)", "new Error('e')"),
    *("new ArrayBuffer(8, { maxByteLength: 64 })", "new SharedArrayBuffer(8)", "new AggregateError([1])", "Object(1n)"),
    *("0b11", "0o17", "1_000", ".5e1", "`t`", "'\\u{1F600}'", "function () {}", "() => {}", "class {}", "async () => {}"),
)  # fmt: skip
BINARY = (
    *(
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "<",
        ">",
        "<=",
        ">=",
        "==",
        "===",
        "!=",
        "!==",
        "&",
        "|",
        "^",
        "<<",
        ">>",
        ">>>",
    ),
    *("&&", "||", "??", "in", "instanceof", ","),
)
ASSIGNMENTS = (
    "=",
    "+=",
    "-=",
    "*=",
    "/=",
    "%=",
    "**=",
    "<<=",
    ">>=",
    ">>>=",
    "&=",
    "|=",
    "^=",
    "&&=",
    "||=",
    "??=",
)
UNARY = ("-", "+", "!", "~", "typeof ", "void ", "delete ")
CLASSES = (
    *(
        "Object",
        "Array",
        "Map",
        "Set",
        "WeakMap",
        "WeakSet",
        "Promise",
        "Proxy",
        "Error",
        "TypeError",
        "RegExp",
        "Date",
    ),
    *(
        "String",
        "Number",
        "Boolean",
        "Function",
        "Symbol",
        "BigInt",
        "ArrayBuffer",
        "SharedArrayBuffer",
        "DataView",
    ),
    *(
        "Uint8Array",
        "Int8Array",
        "Uint8ClampedArray",
        "Int16Array",
        "Uint32Array",
        "Float32Array",
        "Float64Array",
    ),
    *(
        "BigInt64Array",
        "BigUint64Array",
        "WeakRef",
        "FinalizationRegistry",
        "URL",
        "URLSearchParams",
        "TextEncoder",
    ),
    *("TextDecoder", "DOMException", "Iterator", "(class extends Array {})", "(class extends Uint8Array {})"),
    *("(class extends Promise {})", "(class extends RegExp {})"),
)
STATICS = (
    *("Object.keys", "Object.entries", "Object.assign", "Object.freeze", "Object.defineProperty", "Object.fromEntries"),
    *("Object.getOwnPropertyDescriptors", "Object.setPrototypeOf", "Object.getPrototypeOf", "Object.groupBy", "Object.seal"),
    *("Array.from", "Array.of", "Array.isArray", "JSON.stringify", "JSON.parse", "Math.max", "Math.hypot", "Math.random"),
    *("Math.fround", "Math.clz32", "Number.parseFloat", "parseInt", "String.raw", "String.fromCodePoint", "Symbol.for"),
    *("Reflect.apply", "Reflect.construct", "Reflect.ownKeys", "Reflect.set", "Reflect.get", "Reflect.defineProperty"),
    *("Reflect.deleteProperty", "Reflect.has", "Promise.all", "Promise.race", "Promise.allSettled", "Promise.any"),
    *("Promise.resolve", "Promise.reject", "Promise.withResolvers", "BigInt.asIntN", "BigInt.asUintN", "Date.parse"),
    *("Date.UTC", "Atomics.add", "Atomics.store", "Atomics.load", "structuredClone", "encodeURIComponent", "decodeURI"),
    *("escape", "unescape", "atob", "btoa", "queueMicrotask", "setTimeout", "setImmediate", "clearTimeout", "isNaN"),
    *("console.log", "console.error", "console.dir", "console.table", "console.assert", "console.group", "console.time"),
    *("crypto.getRandomValues", "crypto.randomUUID", "process.nextTick", "performance.now", "eval", "require", "Map.groupBy"),
    *("Error.captureStackTrace", "Proxy.revocable", "RegExp", "Function", "String", "Number", "BigInt", "Symbol", "Object"),
)  # fmt: skip
METHODS = (
    *("toString", "valueOf", "toJSON", "then", "catch", "finally", "map", "filter", "reduce", "reduceRight", "forEach"),
    *("sort", "toSorted", "splice", "toSpliced", "slice", "concat", "join", "reverse", "fill", "copyWithin", "flat"),
    *("flatMap", "indexOf", "includes", "find", "findLast", "at", "with", "push", "pop", "shift", "unshift", "entries"),
    *("keys", "values", "next", "return", "throw", "get", "set", "has", "add", "delete", "clear", "call", "apply", "bind"),
    *("replace", "replaceAll", "match", "matchAll", "split", "search", "padStart", "normalize", "localeCompare", "repeat"),
    *("codePointAt", "toWellFormed", "toFixed", "toPrecision", "exec", "test", "compile", "subarray", "getInt16", "setFloat64"),
    *("resize", "transfer", "grow", "hasOwnProperty", "isPrototypeOf", "__defineGetter__", "__lookupSetter__", "union"),
    *("toISOString", "setFullYear", "setTime", "getTimezoneOffset", "toLocaleString", "deref", "register", "raw", "at"),
    *("[Symbol.iterator]", "[Symbol.toPrimitive]", "[Symbol.asyncIterator]", "[Symbol.replace]", "[Symbol.split]"),
)  # fmt: skip
PROPERTIES = (
    *(
        "length",
        "prototype",
        "constructor",
        "__proto__",
        "name",
        "message",
        "stack",
        "cause",
        "size",
        "buffer",
    ),
    *(
        "byteLength",
        "lastIndex",
        "flags",
        "source",
        "raw",
        "a",
        "b",
        "0",
        "1",
        "then",
        "callee",
        "caller",
        "description",
    ),
)
TRAPS = (
    *(
        "get",
        "set",
        "has",
        "deleteProperty",
        "ownKeys",
        "getOwnPropertyDescriptor",
        "defineProperty",
        "getPrototypeOf",
    ),
    *("setPrototypeOf", "isExtensible", "preventExtensions", "apply", "construct"),
)
MODULES = {
    "lodash": (
        *(
            "map",
            "groupBy",
            "cloneDeep",
            "merge",
            "get",
            "set",
            "debounce",
            "template",
            "sortBy",
            "zipObjectDeep",
        ),
        *(
            "flattenDeep",
            "isEqual",
            "memoize",
            "chunk",
            "range",
            "camelCase",
            "words",
            "chain",
            "curry",
            "invokeMap",
        ),
    ),
    "crypto-js": (
        "MD5",
        "SHA256",
        "HmacSHA512",
        "AES.encrypt",
        "enc.Base64.parse",
        "enc.Utf8.stringify",
        "PBKDF2",
    ),
    "axios": (
        "get",
        "create",
        "getUri",
        "isAxiosError",
        "request",
        "toFormData",
        "mergeConfig",
        "AxiosHeaders.from",
    ),
    "date-fns": (
        "format",
        "addDays",
        "parseISO",
        "formatDistance",
        "eachDayOfInterval",
        "parse",
        "isValid",
        "min",
    ),
    "qs": ("parse", "stringify"),
    "pinyin": ("pinyin", "default", "compare", "compact"),
    "uuid": ("v1", "v4", "v5", "v7", "validate", "parse", "stringify", "version"),
}
# What grows by one layer at each turn of a loop, and what then walks all the layers: builtins that call themselves.
CHAINS = (
    ("{}", "new Proxy(z, {})"),
    ("function () {}", "new Proxy(z, {})"),
    ("() => 1", "z.bind(null, 1)"),
    ("function () {}", "z.bind()"),
    ("{}", "Object.create(z)"),
    ("[]", "[z]"),
    ("{}", "{ a: z }"),
    ("[1].values()", "z.map(x => x)"),
    ("[1].values()", "z.take(9).drop(0)"),
    ("[1].values()", "Iterator.from(z).flatMap(x => [x])"),
    ("new Error('e')", "new Error('e', { cause: z })"),
    ("Promise.resolve(1)", "z.then(x => x)"),
    ("{}", "{ then: f => f(z), toString: () => '' + z, toJSON: () => z, get a() { return z.a } }"),
    ("function* () { yield 1 }", "(inner => function* () { yield* inner() })(z)"),
    ("class {}", "class extends z {}"),
    ("new Map", "new Map([[z, z]])"),
    ("''", "z + 'ab'"),
    ("''", "'ab' + z"),
    ("1n", "z * 3n"),
)
WALKS = (
    *(
        "z.a",
        "String(z)",
        "JSON.stringify(z)",
        "structuredClone(z)",
        "console.log(z)",
        "console.dir(z, { depth: null })",
    ),
    *(
        "z()",
        "new z()",
        "z.next()",
        "[...z]",
        "z.flat(Infinity)",
        "Object.keys(z)",
        "z instanceof z",
        "await z",
        "z.length",
    ),
    *(
        "require('lodash').cloneDeep(z)",
        "require('lodash').isEqual(z, [z])",
        "require('qs').stringify(z)",
        "z = null",
    ),
    *(
        "delete z.a",
        "'a' in z",
        "z.a = 1",
        "Array.isArray(z)",
        "z.return()",
        "Object.getPrototypeOf(z)",
        "z.toString().length",
    ),
    *(
        "for (const k in z) {}",
        "Object.freeze(z)",
        "throw z",
        "f = z",
        "[z].concat(z)",
        "typeof z",
        "z.stack",
    ),
)
DEPTHS = ("10", "1000", "30000", "60000")
# Source nested by text: what the parser, the compiler of regular expressions and JSON.parse descend into.
NESTED = (
    *(
        "eval('('.repeat(n) + 1 + ')'.repeat(n))",
        "eval('['.repeat(n) + ']'.repeat(n))",
        "eval('!'.repeat(n) + 1)",
    ),
    *(
        "eval('a=>'.repeat(n) + 1)",
        "eval('1' + '?1:1'.repeat(n))",
        "eval('if(1)'.repeat(n) + ';')",
        "eval('1' + '**1'.repeat(n))",
    ),
    *(
        "eval('{'.repeat(n) + '}'.repeat(n))",
        "eval('new '.repeat(n) + 'Object')",
        "eval('c' + '?.b'.repeat(n))",
    ),
    *(
        "JSON.parse('['.repeat(n) + ']'.repeat(n), (k, v) => v)",
        "new RegExp('('.repeat(n) + ')'.repeat(n)).exec('')",
    ),
    *(
        "new RegExp('(?='.repeat(n) + ')'.repeat(n))",
        "new RegExp('(a*)*'.repeat(n)).exec('b')",
        "/(?:.|a)*b/.exec('a'.repeat(n))",
    ),
    *(
        "new RegExp('['.repeat(n) + ']'.repeat(n), 'v')",
        "Math.max.apply(null, Array(n).fill(1))",
        "f(...Array(n).keys())",
    ),
    *(
        "require('qs').parse('a' + '[b]'.repeat(n) + '=1', { depth: n })",
        "String.fromCharCode(...Array(n).fill(65))",
    ),
)
# How a regular expression goes on; some are no such thing.
REGEX_PARTS = (
    *(
        "a",
        "b",
        ".",
        "\\d",
        "\\w",
        "\\b",
        "\\B",
        "^",
        "$",
        "[a-z]",
        "[^]",
        "[]",
        "[\\u{1F600}-\\u{1F64F}]",
        "\\p{L}",
    ),
    *(
        "\\p{Script=Han}",
        "(a|b)",
        "(?:x)",
        "(?=a)",
        "(?!b)",
        "(?<=c)",
        "(?<!d)",
        "(?<n>a)",
        "\\k<n>",
        "\\1",
        "\\2",
        "*",
    ),
    *(
        "+",
        "?",
        "*?",
        "{2}",
        "{0,3}",
        "{1,}?",
        "|",
        "\\u0041",
        "\\x41",
        "\\cA",
        "\\0",
        "中",
        "🎉",
        "(?i:a)",
        "[a&&b]",
    ),
)
REGEX_LITERALS = (
    "/a+/g",
    "/(?<n>a)|b/y",
    "/[^]*/gu",
    "/(a+)+$/",
    "/\\p{L}/gv",
    "/\\b/gi",
    "/(?:)/dg",
    "/(?<=a)b/s",
    "/^/gm",
)
REGEX_FLAGS = ("", "g", "i", "m", "s", "u", "y", "d", "v", "gi", "gu", "giu", "gy", "iv")


class Generator:
    """Makes code blocks. The same seed makes the same block, on any machine and Python."""

    def __init__(self, seed: str) -> None:
        self._dice = random.Random(seed)
        self._depth = 0
        # Whether `await` may stand here: in the block itself and in async functions.
        self._awaits = True

    def block(self) -> Node:
        """A whole code block."""
        names = Node(
            "", ("var a = 1, b = [1, 2, 3], c = { a: 1, b: 'x' }, d = 'text', e = (x, y) => x, f, g;\n",)
        )
        # Each in its own try: most throw, and what follows would never run.
        statements = [
            self._statement("try { ", self.statement(), "} catch (x) { f = x }\n")
            for _ in range(self._dice.randrange(1, 9))
        ]
        end = self._statement("return ", self.expression(), ";")
        return Node("", (names, *statements, end))

    # --- statements --------------------------------------------------------------------------------------------------

    def statement(self) -> Node:
        return self._deeper(
            Node("statement", (self._name(), " = ", self._literal(), ";\n")),
            (
                (12, self._expression_statement),
                (6, self._declaration),
                (3, self._if),
                (4, self._loop),
                (4, self._try),
                (3, self._function),
                (3, self._class),
                (2, self._switch),
                (2, self._labelled),
                (2, self._patch),
                (1, self._throw),
                (1, self._odd),
                (1, self._chain),
                (1, self._nested),
            ),
        )

    def _statement(self, *parts: str | Node) -> Node:
        return Node("statement", parts)

    def _body(self) -> Node:
        return Node("", ("{ ", *(self.statement() for _ in range(self._dice.randrange(1, 4))), "}"))

    def _expression_statement(self) -> Node:
        # In brackets: `{`, `function` and `class` would begin something else.
        return self._statement("(", self.expression(), ");\n")

    def _declaration(self) -> Node:
        return self._statement("var ", self._pattern(), " = ", self.expression(), ";\n")

    def _if(self) -> Node:
        return self._statement("if (", self.expression(), ") ", self._body(), " else ", self._body(), "\n")

    def _loop(self) -> Node:
        # A count that ends it, in most: endless ones are the business of the time limit, not of the engine.
        head = self._pick(
            lambda: ("for (let i = 0; i < 5; i++) ",),
            lambda: ("for (const k in ", self.expression(), ") "),
            lambda: ("for (var ", self._pattern(), " of ", self.expression(), ") "),
            lambda: (f"for {'await ' if self._awaits else ''}(const v of ", self.expression(), ") "),
            lambda: ("for (let n = 0; n++ < 3 && ", self.expression(), ";) "),
        )
        return self._statement(*head(), self._body(), "\n")

    def _try(self) -> Node:
        return self._statement("try ", self._body(), " catch (", self._choose(("x", "{ x }", "[x, ...y]")), ") ", self._body(),
                               self._choose((" finally { f = 1 }", "", "")), "\n")  # fmt: skip

    def _function(self) -> Node:
        kind = self._choose(("function ", "function* ", "async function ", "async function* "))
        # Not a declaration: it would clash with a `var` of its name.
        return self._statement(
            self._name(), " = ", kind, "(", self._parameters(), ") ", self._function_body(kind), ";\n"
        )

    def _class(self) -> Node:
        derived = self._maybe()
        heritage = (
            "extends ",
            self._choose(("Array", "Object", "null", "Promise", "Map", "Error", "e", "Uint8Array")),
            " ",
        )
        members = [self._in_function(self._member) for _ in range(self._dice.randrange(4))]
        if self._maybe():
            begin = self._choose(("super();", "", "super(1, 2);")) if derived else ""
            members.append(
                Node("", ("constructor() { ", begin, " return ", self._in_function(self.expression), " } "))
            )
        if self._maybe():
            members.append(
                Node("", ("#p = ", self._in_function(self.expression), "; m() { return this.#p } "))
            )
        return self._statement(
            self._name(), " = class ", *(heritage if derived else ()), "{ ", *members, "};\n"
        )

    def _switch(self) -> Node:
        cases = [
            Node("", ("case ", self.expression(), ": ", self.statement(), self._choose(("break; ", ""))))
            for _ in range(self._dice.randrange(3))
        ]
        return self._statement(
            "switch (", self.expression(), ") { ", *cases, "default: ", self.statement(), "}\n"
        )

    def _labelled(self) -> Node:
        label = f"out{self._depth}"
        leave = self._choose(("break", "continue"))
        head = f"{label}: for (let i = 0; i < 3; i++) {{ "
        return self._statement(head, self.statement(), f"{leave} {label}; }}\n")

    def _patch(self) -> Node:
        """Changes what the engine and our runtime build on."""
        owner = self._choose(CLASSES[:20])
        key = self._choose(
            (*METHODS, "constructor", "[Symbol.species]", "0", "length", "__proto__", "[Symbol.toStringTag]")
        )
        place = f"{owner}.prototype{key if key.startswith('[') else f'[{key!r}]'}"
        how = self._pick(
            lambda: (place, " = ", self.expression()),
            lambda: (
                f"Object.defineProperty({owner}.prototype, 'a', {{ get() {{ return ",
                self._in_function(self.expression),
                " } })",
            ),
            lambda: (f"Object.setPrototypeOf({owner}.prototype, ", self.expression(), ")"),
            lambda: (f"delete {place}",),
        )
        return self._statement("try { ", *how(), " } catch {}\n")

    def _throw(self) -> Node:
        return self._statement("if (a > 3) throw ", self.expression(), ";\n")

    def _odd(self) -> Node:
        return self._statement(
            self._choose(("debugger;", "var { } = 1;", "if (0) function q() {}", "'use strict';", "<!-- html\n", "label: ;",
                          "yield: 1;", "/* */ --> x\n", "if (0) import('x');", "var async;", "eval('with (c) { a }');"))
        )  # fmt: skip

    def _chain(self) -> Node:
        first, layer = self._dice.choice(CHAINS)
        depth, walk = self._choose(DEPTHS), self._choose(WALKS)
        if not self._awaits:
            walk = walk.removeprefix("await ")
        return self._statement(
            f"try {{ let z = {first}; for (let i = 0; i < {depth}; i++) {{ const y = z; z = {layer.replace('z', 'y')}; }} "
            f"{walk} }} catch (x) {{ f = x }}\n"
        )

    def _nested(self) -> Node:
        return self._statement(
            f"try {{ f = (n => {self._choose(NESTED)})({self._choose(DEPTHS)}) }} catch {{}}\n"
        )

    # --- expressions -------------------------------------------------------------------------------------------------

    def expression(self) -> Node:
        return self._deeper(
            Node("expression", (self._choose((self._name(), self._literal())),)),
            (
                (6, lambda: (self._name(),)),
                (6, lambda: (self._literal(),)),
                (4, lambda: ("(", self.expression(), f" {self._choose(BINARY)} ", self.expression(), ")")),
                (2, lambda: ("(", self._choose(UNARY), "(", self.expression(), "))")),
                (3, lambda: ("(", self._name(), f" {self._choose(ASSIGNMENTS)} ", self.expression(), ")")),
                (1, lambda: ("(", self._pattern_or_literal(), " = ", self.expression(), ")")),
                (2, lambda: ("(", self.expression(), " ? ", self.expression(), " : ", self.expression(), ")")),
                (9, self._method_call),
                (6, lambda: (self._choose(STATICS), "(", *self._arguments(), ")")),
                (4, lambda: ("(new ", self._choose(CLASSES), "(", *self._arguments(), "))")),
                (4, lambda: ("(", self.expression(), ")", self._choose(("?.[", "[")), self.expression(), "]")),
                (3, lambda: ("(", self.expression(), ")", self._choose(("?.", ".")), self._choose(PROPERTIES[:11]))),
                (3, self._array),
                (4, self._object),
                (4, self._closure),
                (3, self._proxy),
                (3, self._regex),
                (4, self._module),
                (3, self._coroutine),
                (2, lambda: ("`", *self._template(), "`")),
                (1, lambda: ("String.raw`", *self._template(), "`")),
                (3, lambda: ("(", "await " if self._awaits else "void ", self.expression(), ")")),
                (2, self._hostile_value),
                (1, lambda: ("eval(", repr(str(self._literal())), ")")),
            ),
        )  # fmt: skip

    def _method_call(self) -> tuple[str | Node, ...]:
        method = self._choose(METHODS)
        access = method if method.startswith("[") else self._choose((".", "?.")) + method
        return ("(", self.expression(), ")", access, "(", *self._arguments(), ")")

    def _arguments(self) -> list[str | Node]:
        parts: list[str | Node] = []
        for _ in range(self._dice.randrange(4)):
            parts += [self._choose(("", "", "", "...")), self.expression(), ", "]
        return parts

    def _array(self) -> tuple[str | Node, ...]:
        return ("[", *self._arguments(), self._choose((",", "", "")), "]")

    def _object(self) -> tuple[str | Node, ...]:
        parts: list[str | Node] = []
        for _ in range(self._dice.randrange(4)):
            parts += self._pick(
                lambda: (self._choose(PROPERTIES), ": ", self.expression(), ", "),
                lambda: ("[", self.expression(), "]: ", self.expression(), ", "),
                lambda: ("get ", self._choose(PROPERTIES), "() { return ", self._in_function(self.expression), " }, "),
                lambda: (self._choose(("toJSON", "valueOf", "toString", "[Symbol.iterator]", "then", "async *next")),
                         "(", self._name(), ") { return ", self._in_function(self.expression), " }, "),
                lambda: ("...", self.expression(), ", "),
            )()  # fmt: skip
        return ("({ ", *parts, "})")

    def _closure(self) -> tuple[str | Node, ...]:
        return self._pick(
            lambda: ("((", self._parameters(), ") => ", self._in_function(self.expression), ")"),
            lambda: ("(async (", self._parameters(), ") => ", self._in_async(self._body), ")"),
            lambda: ("(function (", self._parameters(), ") { arguments[0] = a; ", self._in_function(self.statement), "})"),
            lambda: ("(function* () { try { yield ", self._in_function(self.expression), "; yield* ",
                     self._in_function(self.expression), " } finally { ", self._in_function(self.statement), "} })()"),
        )()  # fmt: skip

    def _trap(self, name: str) -> tuple[str | Node, ...]:
        return self._pick(
            lambda: (f"{name}(t, k, v) {{ return ", self._in_function(self.expression), " }, "),
            lambda: (f"{name}: Reflect.{name}, ",),
        )()

    def _proxy(self) -> tuple[str | Node, ...]:
        traps: list[str | Node] = []
        for _ in range(self._dice.randrange(4)):
            traps += self._trap(self._choose(TRAPS))
        return (
            "new Proxy(",
            self._choose(("{}", "[]", "function () {}", "class {}", "b", "c", "e")),
            ", { ",
            *traps,
            "})",
        )

    def _regex(self) -> tuple[str | Node, ...]:
        source = "".join(self._choose(REGEX_PARTS) for _ in range(self._dice.randrange(1, 7)))
        flags = self._choose(REGEX_FLAGS)
        if self._maybe():
            return (f"new RegExp({_quoted(source)}, '{flags}')",)
        # One that is no regular expression makes the whole block a syntax error; a few should.
        return (f"/{source}/{flags}",) if self._dice.random() < 0.02 else (self._choose(REGEX_LITERALS),)

    def _module(self) -> tuple[str | Node, ...]:
        name = self._choose(tuple(MODULES))
        return (f"require('{name}').{self._choose(MODULES[name])}(", *self._arguments(), ")")

    def _coroutine(self) -> tuple[str | Node, ...]:
        return self._pick(
            lambda: ("new Promise((yes, no) => { ", self._in_function(self.statement), self._choose(("yes", "no")), "(",
                     self._in_function(self.expression), ") })"),
            lambda: ("(async function* () { yield ", self._in_async(self.expression), "; ", self._in_async(self.statement),
                     "})()"),
            lambda: ("(async () => await Promise.allSettled([", self._in_async(self.expression), ", ",
                     self._in_async(self.expression), "]))()"),
            lambda: ("setTimeout(() => { ", self._in_function(self.statement), "}, 1)"),
        )()  # fmt: skip

    def _hostile_value(self) -> tuple[str | Node, ...]:
        """What changes an array or buffer under the builtin that is reading it."""
        act = self._choose(("b.length = 0", "b.push(1)", "b.splice(0)", "b = null", "g?.resize?.(0)", "g?.transfer?.()",
                            "delete c.a", "b.fill(b)", "Object.freeze(b)", "c.__proto__ = b"))  # fmt: skip
        hook = self._choose(("valueOf", "toString", "[Symbol.toPrimitive]", "get length", "get 0", "then"))
        return ("({ ", hook, "() { ", act, "; return ", self._in_function(self.expression), " } })")

    def _template(self) -> list[str | Node]:
        return ["text ", "${", self.expression(), "} ", "\\u0041"]

    # --- smaller things ----------------------------------------------------------------------------------------------

    def _pattern(self) -> Node:
        return Node("", (self._pattern_or_literal(),)) if self._maybe() else Node("", (self._name(),))

    def _pattern_or_literal(self) -> str:
        one, other = self._name(), self._name()
        return self._choose((f"[{one}, ...{other}]", f"{{ {one} }}", f"{{ {one} = 1, ...{other} }}", f"[{one} = 2, , {other}]",
                             f"{{ length: {one} }}", f"[[{one}]]", f"{{ a: {{ b: {one} }} = {{}} }}", f"[...[{one}]]"))  # fmt: skip

    def _parameters(self) -> str:
        return self._choose(("", "x", "x, y", "x = 1, ...y", "{ x }", "[x, y = x]", "...x", "x, y = () => x"))

    def _function_body(self, kind: str) -> Node:
        act = self._choose(("yield", "yield*") if "*" in kind else ("return",))
        inside = self._in_async if "async" in kind else self._in_function
        return Node("", ("{ ", inside(self.statement), act, " ", inside(self.expression), " }"))

    def _member(self) -> Node:
        return Node("", self._pick(
            lambda: ("static ", self._choose(PROPERTIES[4:]), " = ", self.expression(), "; "),
            lambda: ("static { ", self.statement(), "} "),
            lambda: ("get ", self._choose(PROPERTIES[4:]), "() { return ", self.expression(), " } "),
            lambda: ("static get [Symbol.species]() { return ", self.expression(), " } "),
            lambda: ("async *n() { yield super.m; ", self._in_async(self.statement), "} "),
        )())  # fmt: skip

    def _in_async(self, make: Callable[[], Node]) -> Node:
        return self._inside(make, awaits=True)

    def _in_function(self, make: Callable[[], Node]) -> Node:
        return self._inside(make, awaits=False)

    def _inside(self, make: Callable[[], Node], *, awaits: bool) -> Node:
        outer, self._awaits = self._awaits, awaits
        try:
            return make()
        finally:
            self._awaits = outer

    def _name(self) -> str:
        return self._choose(NAMES[:-1])

    def _literal(self) -> str:
        literal = self._choose(LITERALS)
        return f"({literal})" if literal[0] in "{fca-(O" else literal

    def _maybe(self) -> bool:
        return self._dice.random() < 0.5

    def _choose(self, values: tuple[str, ...]) -> str:
        return self._dice.choice(values)

    def _pick(self, *makers: Callable[[], tuple[str | Node, ...]]) -> Callable[[], tuple[str | Node, ...]]:
        return self._dice.choice(makers)

    def _deeper(
        self, leaf: Node, rules: tuple[tuple[int, Callable[[], Node | tuple[str | Node, ...]]], ...]
    ) -> Node:
        """By one of the weighted rules, or the leaf where the tree is deep enough."""
        if self._depth >= MAX_DEPTH:
            return leaf
        self._depth += 1
        try:
            (make,) = self._dice.choices([rule for _, rule in rules], [weight for weight, _ in rules])
            made = make()
            return made if isinstance(made, Node) else Node(leaf.kind, made)
        finally:
            self._depth -= 1


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
