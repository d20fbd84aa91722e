"""Who may call: tokens, certificates and the identity that comes of them.

Runs in the server. Owns the files of the operator that say who is who (read again when they change). `rpc/gate.py` asks here
before any handler runs; nothing here knows a method or an isolate. May be imported by `rpc`, `http` and `server`.

Offers `identity` (Identity, Callers, current) and `tls` (Tls).
"""
