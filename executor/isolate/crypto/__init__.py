"""What is C++ in Node's `crypto`: the algorithms, computed in the isolate's own process by `hashlib` and `cryptography`.

The JavaScript side is Node's own library (modules/node/internal/crypto) over runtime/node/bindings/crypto; it calls
`operations.Crypto` with one JSON object per operation. Binary data is text of one character per byte (Latin-1), or,
where there is more of it, lies in the window.

A script can send anything, so nothing here trusts a field: what cannot be computed is a `Failure`, which becomes an
error of Node's in the script. No operation needs a file, a thread or a system call beyond memory and getrandom(2).
"""
