"""Runs short JavaScript code blocks in never-used, warm isolates behind gRPC.

No imports here: the zygote and every isolate import this package too, and must not pay for (or even see) gRPC.
"""

__version__ = "0.1.0"
