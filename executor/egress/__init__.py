"""HTTP requests of scripts: where they may go, how they are sent, and what comes back.

Runs in the server, because an isolate has no sockets. A run's requests reach it as frames, through the pool, and end with the
run. Owns the connections and the limits on them. Imported by `pool`; imports `settings`, `wire`, `observe` and leaves.

The way of a request: `requests` (those of one run, their turns and bytes) → `broker` (who sends, hop by hop) → `checks` (what is
looked at before anything is sent), `policy` (decides where it may go, connects to nothing), `credentials` (what the operator adds) → `hops` over `session` (the client
library), `lookups` (names, and addresses that the policy has seen) and `connections` (what a server may send) → `responses`,
`decoding`. Beside it `failures` (what a script is told), `refusals` (their log), `exchange` (what metrics and traces see).
"""
