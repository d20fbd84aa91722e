"""On the other side of the fork: the zygote, and the isolates that are forked from it.

    zygote    loads the engine, the runtime and every module once, then only forks; never reads a job
    isolate   a fork of it: closes itself off, waits for one job, answers, is killed

Everything here runs in these two processes and never in the server, which starts the first by a command line
(pool/spawning.py) and knows the second as a pid and a socket. So nothing here imports grpc, asyncio or aiohttp (a fork
does not survive their threads, and each import is paid in every isolate), and of ours only `wire` and `outcome`.
`compile_bundles` runs at set-up, by the same engine. `runtime/` is the JavaScript that scripts live in.

In the order of a process's life:

    zygote    `arenas`, `zygote`, `bundles`, `interpreter` over `engine` (of `builds`), `promises` (with
              `rejections`) and `promise_jobs`, `sandbox`, `huge_pages`
    isolate   `direct`, C's way of a job, as long as a script asks its host for nothing; `isolate`, which dispatches what
              JavaScript asks: `pipe` (to the server), `run` (its phase and figures), `limits`, `console`, `requests`,
              `answers`; `icu` and `crypto`
"""
