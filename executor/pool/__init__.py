"""The server's side of zygote and isolates. Theory of operation.

The pool keeps N slots open. A slot (slot.py, with the table of its states) holds one isolate: forked ahead of demand,
handed one job, and after its answer killed or, where the zygote can, rewound. As it begins to end, another slot is opened in
its stead (slots.py). The slot alone knows what its isolate does, for which run and for whom; everything else asks it. Three kinds of process take part:

    server (this one)   decides everything; the isolates are its own children
      ├─ zygote         forks when asked, over a SEQPACKET control socket (generation.py); one per generation
      └─ isolate × N    each with a stream socket to the server alone (handle.py)

A call goes: `Pool.execute` (pool.py) → let in, or refused with advice (admission.py) → a READY isolate, or the queue →
RUNNING → what its isolate says (reports.py) → outcome. A job is a `Run` on this way (run.py). Whoever becomes READY first
takes the job whose turn it is (dispatch.py, fair_queue.py), in the same event-loop step, so no isolate is ever promised to
a caller who has left.

Callers share the isolates as they share the queue. Where several send jobs, a caller who holds its share of the isolates
leaves the last few READY to those who hold less (shares.py): one that floods cannot make another wait, not even for the
end of a job. A caller alone has them all, and two floods have half each.

A rewound isolate (rewinds.py) is as if never used, but for what the kernel may remember of its process. So it is bound to its
owner (owner.py): whoever had its first run, a caller or, finer, one of the names that a caller says. READY, it runs for that
owner alone (ready.py). The isolate's own word counts for nothing on the way: the zygote forces the rewind and tells of it,
nothing may be left in the pipe in either direction, and an answer has to name the run that it answers. At the end of each run
reuse.py decides: only after a clean end, never a canary's or one that was asked to be its own, not where another waits for the
slot, nor where several owners send and none would be left unused for one who comes anew. Until it is READY again the slot
stays in its caller's share. What is in the way of a new run is ended from the one used longest ago (`Dispatch._make_place`).

Time belongs to the server. A job's limit is kept twice: inside the isolate, where the engine asks the clocks (a good
answer, with the console so far), and here by a SIGKILL `kill_grace` later (deadlines.py), for loops that never ask. A queued
job has the queue time, a STARTING isolate `START_TIMEOUT`, a killed one `REAP_TIMEOUT`, a fork request `FORK_TIMEOUT`, a
rewind `REWIND_TIMEOUT`: whatever should happen next has a deadline, so nothing waits for a process that is stopped or stuck. CPU time is kept in
the same two places, from here by looking at the isolate's CPU clock. Where the server
itself was stopped, what lies in the sockets is heard before anything is killed for being late.

What is known of all this is told at once: path.py looks at processes and slots four times a second, and hears of the supervisor's
failures in the step in which they happen; readiness.py makes of it, and of canaries, whether the server is SERVING.

Who kills whom: the server kills isolates (after the answer, at the deadline, when the caller leaves, when one says
something no correct isolate says) and a zygote that does not answer. The kernel kills the zygote and every isolate
when the server dies. A zygote's death kills nobody but those in the middle of a rewind: its isolates are not its children;
idle ones are still pristine and serve on while the next generation warms up, and the queue waits for it; none of them is
rewound any more. A zygote traces what it rewinds, so it reaps them, too: reaping.py waits for that without waiting. A run whose isolate gives no answer ends by
what the server did to it and what the kernel says of its process (ends.py).

What comes late is ignored where it comes: a timer, a report, an end of a pipe, a second reason to kill, for a slot that is
ENDING or DEAD. A move that the table of states does not have is a bug of ours, and raises.

Code that callers prepare is compiled by a job of its own kind, in an isolate that does nothing else, and what came of it is kept for that
owner (programs.py): the engine trusts bytecode blindly, so it never reaches another's isolate.

Some isolates are kept after their answer: for an affinity, where operator and caller chose that (affinity.py), and for
the next input of a batch (batch.py). Kept, an isolate is IDLE (idle.py); only what it was kept for starts in it. It is
the first to go where a job waits and no isolate is READY, and no failure of any machinery is survived: a kill, a crash,
a full heap end it as they end any other.

HTTP requests of a script go through the egress broker (`egress`), which is part of this process. They end with
the run, whatever ended it.

Zygotes, their warmup, retries and giving up are the supervisor's (supervisor.py); the slots only wish for isolates. What is
counted is in accounting.py, and leaves as `PoolStats`.

Runs in the server, on its event loop and main thread. Imported by `rpc`, `http` and the parts of `observe` that count; imports
`egress`, `observe`'s lower half, `wire`, `settings` and leaves, never a protocol of the outside.
"""
