"""What knows a format and nothing else; the leaves that any room but `isolate` and `wire` may read.

Runs wherever it is imported. Owns nothing: text in, values out, a `ValueError` that says what would be right. Imports
nothing of ours.

Offers `quantities` (durations, sizes), `egress_entries`, `lines` (JSON lines), `manifest` (the bundled modules), `zones`.
"""
