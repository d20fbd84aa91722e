"""The admin port: health and metrics over HTTP, and the page for people.

Runs in the server, on a port of its own, and asks nobody who they are: it shows states and numbers, names of callers
(`--metrics-callers`), and nothing of scripts. Owns no state but the page's samples. Imported by `server` alone; beside `rpc`, which it does not import.

Offers `admin` (Admin: all routes) and `status_page` (the page in `page/`, and `status.json`).
"""
