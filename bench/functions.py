"""Functions that Node has in C++ and a block calls once, each as a piece of script for any size: what `bench.heavy` maps.

`N` is the size, in bytes or items; `data` and whatever else `before` makes is made outside of what is measured.
"""

from dataclasses import dataclass

# By what a size counts: so many of it are a large call, and a small one.
SIZES = {"bytes": (1_000_000, 100), "items": (10_000, 10)}

# Bytes of which a half repeats, and rows of an ordinary kind.
PRELUDE = """
const zlib = require('zlib'), crypto = require('crypto'), util = require('util'), { subtle } = globalThis.crypto;
let state = 42;
const random = (n) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0, (state >>> 8) % n);
const block = (n) => { const b = Buffer.alloc(n); for (let i = 0; i < n; i++) b[i] = i % 64 < 32 ? 97 + i % 26 : 32 + random(90); return b; };
const bytes = (n) => Buffer.alloc(n, block(Math.min(n, 40000)));
const text = (n) => bytes(n).toString('latin1');
const wide = (n) => '\\u4e2d\\u6587 name, '.repeat(Math.ceil(n / 12)).slice(0, Math.ceil(n * 9 / 12));
const rows = (n) => Array.from({ length: n }, (_, i) => ({ id: i, name: 'customer ' + i % 977, total: i * 7 % 1000 / 8, tags: ['a', 'b'], open: i % 2 === 0 }));
const names = (n) => Array.from({ length: n }, () => ['Ana', 'Bo', 'L\\u00f3pez', 'Zo\\u00eb', 'miller'][random(5)] + random(1e6).toString(36));
const stream = async (made, data) => { const done = new Response(made.readable).arrayBuffer(); const w = made.writable.getWriter(); w.write(data); w.close(); return (await done).byteLength; };
"""


@dataclass(frozen=True)
class Function:
    """`call` is an expression that may be awaited; `reason` says why it may be slower than ten times Node's."""

    name: str
    counts: str
    before: str
    call: str
    reason: str = ""


def _of_bytes(name: str, call: str, before: str = "const data = bytes(N);", reason: str = "") -> Function:
    return Function(name, "bytes", before, call, reason)


def _of_items(name: str, call: str, before: str, reason: str = "") -> Function:
    return Function(name, "items", before, call, reason)


_TEXT = "const data = text(N);"
_WIDE = "const data = wide(N);"
_KEYED = "const data = bytes(N), key = Buffer.alloc(32, 7), iv = Buffer.alloc(16, 9);"
_SECRET = (
    "const data = bytes(N), iv = Buffer.alloc(16, 9);"
    "const key = await subtle.importKey('raw', Buffer.alloc(32, 7), 'AES-CBC', false, ['encrypt']);"
)
_HOSTS_ICU = "each is a way out to the host's ICU, by text"
_CRYPTO_JS = "const C = require('crypto-js'), data = text(N), key = C.enc.Hex.parse('00'.repeat(32)), iv = C.enc.Hex.parse('11'.repeat(16));"
_URLS = "const list = Array.from({ length: N }, (_, i) => `https://www.example.com/item/${i}?from=list&page=${i % 10}#top`);"

FUNCTIONS = (
    _of_bytes("Buffer.from utf8", "Buffer.from(data)", _TEXT),
    _of_bytes("Buffer.from utf8, Chinese", "Buffer.from(data)", _WIDE),
    _of_bytes("buffer.toString utf8", "data.toString()"),
    _of_bytes("buffer.toString utf8, Chinese", "data.toString()", "const data = Buffer.from(wide(N));"),
    _of_bytes("buffer.toString base64", "data.toString('base64')"),
    _of_bytes(
        "Buffer.from base64", "Buffer.from(data, 'base64')", "const data = bytes(N).toString('base64');"
    ),
    _of_bytes("buffer.toString hex", "data.toString('hex')"),
    _of_bytes("Buffer.from hex", "Buffer.from(data, 'hex')", "const data = bytes(N).toString('hex');"),
    _of_bytes("buffer.toString latin1", "data.toString('latin1')"),
    _of_bytes("Buffer.from utf16le", "Buffer.from(data, 'utf16le')", _TEXT),
    _of_bytes("buffer.toString utf16le", "data.toString('utf16le')"),
    _of_bytes("Buffer.concat", "Buffer.concat([data, data])"),
    _of_bytes("buffer.equals", "data.equals(other)", "const data = bytes(N), other = Buffer.from(data);"),
    _of_bytes("buffer.indexOf", "data.indexOf('not in there')"),
    _of_bytes("TextEncoder", "new TextEncoder().encode(data)", _TEXT),
    _of_bytes("TextEncoder, Chinese", "new TextEncoder().encode(data)", _WIDE),
    _of_bytes("TextDecoder", "new TextDecoder().decode(data)"),
    _of_bytes("TextDecoder, Chinese", "new TextDecoder().decode(data)", "const data = Buffer.from(wide(N));"),
    _of_bytes("btoa", "btoa(data)", _TEXT),
    _of_bytes("atob", "atob(data)", "const data = btoa(text(N));"),
    _of_bytes("zlib.gzipSync", "zlib.gzipSync(data)"),
    _of_bytes("zlib.gunzipSync", "zlib.gunzipSync(data)", "const data = zlib.gzipSync(bytes(N));"),
    _of_bytes("zlib.deflateRaw", "await util.promisify(zlib.deflateRaw)(data)"),
    _of_bytes("zlib.brotliCompressSync", "zlib.brotliCompressSync(data)"),
    _of_bytes("zlib.brotliCompressSync, quality 5", "zlib.brotliCompressSync(data, { params: { 1: 5 } })"),
    _of_bytes(
        "zlib.brotliDecompressSync",
        "zlib.brotliDecompressSync(data)",
        "const data = zlib.brotliCompressSync(bytes(N), { params: { 1: 5 } });",
    ),
    _of_bytes("zlib.crc32", "zlib.crc32(data)"),
    _of_bytes("CompressionStream", "await stream(new CompressionStream('gzip'), data)"),
    _of_bytes(
        "DecompressionStream",
        "await stream(new DecompressionStream('gzip'), data)",
        "const data = zlib.gzipSync(bytes(N));",
    ),
    _of_bytes("createHash sha256", "crypto.createHash('sha256').update(data).digest('hex')"),
    _of_bytes("createHash md5 of a text", "crypto.createHash('md5').update(data).digest('hex')", _TEXT),
    _of_bytes("createHmac sha256", "crypto.createHmac('sha256', 'key').update(data).digest('base64')"),
    _of_bytes("subtle.digest", "await subtle.digest('SHA-256', data)"),
    _of_bytes(
        "createCipheriv aes-256-cbc",
        "{ const c = crypto.createCipheriv('aes-256-cbc', key, iv); c.update(data); c.final(); }",
        _KEYED,
    ),
    _of_bytes(
        "createCipheriv aes-256-gcm",
        "{ const c = crypto.createCipheriv('aes-256-gcm', key, iv); c.update(data); c.final(); }",
        _KEYED,
    ),
    _of_bytes("subtle.encrypt AES-CBC", "await subtle.encrypt({ name: 'AES-CBC', iv }, key, data)", _SECRET),
    _of_bytes("randomBytes", "crypto.randomBytes(N)", ""),
    _of_bytes("CryptoJS.SHA256", "C.SHA256(data).toString()", _CRYPTO_JS),
    _of_bytes("CryptoJS.AES.encrypt", "C.AES.encrypt(data, key, { iv }).toString()", _CRYPTO_JS),
    _of_bytes(
        "CryptoJS.AES.decrypt",
        "C.AES.decrypt(sealed, key, { iv }).toString(C.enc.Utf8)",
        _CRYPTO_JS + "const sealed = C.AES.encrypt(data, key, { iv }).toString();",
    ),
    _of_items("structuredClone", "structuredClone(data)", "const data = rows(N);"),
    _of_items(
        "structuredClone of maps",
        "structuredClone(data)",
        "const data = new Map(rows(N).map((r) => [r.id, new Set(r.tags)]));",
    ),
    _of_items("JSON.stringify", "JSON.stringify(data)", "const data = rows(N);"),
    _of_items("JSON.parse", "JSON.parse(data)", "const data = JSON.stringify(rows(N));"),
    _of_items(
        "sort by localeCompare", "[...data].sort((a, b) => a.localeCompare(b))", "const data = names(N);"
    ),
    _of_items(
        "sort by Intl.Collator",
        "[...data].sort(compare)",
        "const data = names(N), { compare } = new Intl.Collator('de');",
    ),
    _of_items("new URL", "for (const each of list) new URL(each)", _URLS),
    _of_items("URL.canParse", "for (const each of list) URL.canParse(each)", _URLS),
    _of_items(
        "new URL and its parts",
        "for (const each of list) { const u = new URL(each); u.hostname + u.pathname + u.search; }",
        _URLS,
    ),
    _of_items(
        "new URLSearchParams",
        "new URLSearchParams(data)",
        "const data = Array.from({ length: N }, (_, i) => `key${i}=value+${i}`).join('&');",
    ),
    _of_items(
        "URLSearchParams.toString",
        "params.toString()",
        "const params = new URLSearchParams(Array.from({ length: N }, (_, i) => ['key' + i, 'a value ' + i]));",
    ),
    _of_items(
        "util.inspect", "util.inspect(data, { depth: 9, maxArrayLength: Infinity })", "const data = rows(N);"
    ),
    _of_items(
        "util.inspect, levels",
        "util.inspect(list, { depth: Infinity })",
        "let list = null; for (let i = 0; i < N / 10; i++) list = { i, next: list };",
        "Node's own script, which V8 compiles",
    ),
    _of_items("concat in a loop", "{ let all = []; for (let i = 0; i < N; i++) all = all.concat([i]); }", ""),
    _of_items(
        "splice in a loop",
        "{ const all = [...data]; while (all.length > N / 2) all.splice(3, 1); }",
        "const data = Array.from({ length: N }, (_, i) => i);",
    ),
    _of_items("unshift in a loop", "{ const all = []; for (let i = 0; i < N; i++) all.unshift(i); }", ""),
    _of_items(
        "Set of numbers",
        "{ let found = 0; const set = new Set(data); for (let i = 0; i < 10 * N; i++) found += set.has(i); }",
        "const data = Array.from({ length: N }, (_, i) => i);",
    ),
    _of_items(
        "text.split('')",
        "data.split('')",
        "const data = text(10 * N);",
        "a text for each unit; V8 has them all ready",
    ),
    _of_items(
        "number.toString(36)",
        "for (const n of data) n.toString(36)",
        "const data = Array.from({ length: N }, (_, i) => i / 7);",
        "the engine finds the shortest digits in a base by trying so many after so many",
    ),
    _of_items(
        "Intl.DateTimeFormat",
        "for (const n of data) format.format(n)",
        "const data = Array.from({ length: N }, (_, i) => i * 1e7), format = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'Asia/Tokyo' });",
        _HOSTS_ICU,
    ),
    _of_items(
        "Intl.PluralRules",
        "for (const n of data) rules.select(n)",
        "const data = Array.from({ length: N }, (_, i) => i), rules = new Intl.PluralRules('en');",
        _HOSTS_ICU,
    ),
    _of_items(
        "Intl.RelativeTimeFormat",
        "for (const n of data) format.format(n, 'day')",
        "const data = Array.from({ length: N }, (_, i) => -i), format = new Intl.RelativeTimeFormat('en');",
        _HOSTS_ICU,
    ),
    _of_items(
        "Intl.ListFormat",
        "for (const each of data) format.format(each)",
        "const data = Array.from({ length: N }, (_, i) => ['a', 'b', 'c' + i]), format = new Intl.ListFormat('en');",
        _HOSTS_ICU,
    ),
    _of_items(
        "Intl.NumberFormat",
        "for (const n of data) format.format(n)",
        "const data = Array.from({ length: N }, (_, i) => i * 1.5), format = new Intl.NumberFormat('en-US');",
    ),
)
