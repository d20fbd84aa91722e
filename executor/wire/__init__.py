"""What crosses between processes: the frames of server and isolate, the packets of server and zygote.

    server ── frames on a stream socket ──────── isolate    `jobs`, `fetches` and `calls` (answers)  →
                                                            ← `reporting`, read by `reports`; `fetches` (requests), `calls`
    server ── packets on a SEQPACKET socket ──── zygote     `options` (at its start), `packets`

Everything is a frozen dataclass that is made by name. Imported on both sides of the fork, so nothing here may be heavy,
and nothing of ours is imported but `outcome`. `channel` is the server's end of an isolate's socket and the one module here
that knows asyncio; nothing in `isolate` imports it, nor `reports`.

Beside these: `frames` (header and kinds), `layout` (how a dataclass becomes bytes), `errors` (`ProtocolError`).
"""
