"""What is told: metrics, logs, traces, the last minutes, memory.

Runs in the server. Nothing here decides anything, and the core works without it. `logs`, `tracing`, `history` and `memory` lie
below the pool, which writes to them; `metrics` and `status` lie above it, since they count what pool and readiness know.

Offers `metrics` (Metrics), `status` (ServerStatus, read), `tracing` (Tracing), `history` (History), `memory`, `logs`.
"""
