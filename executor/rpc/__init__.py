"""gRPC in, gRPC out: the only room that knows both the proto and the pool.

Runs in the server, on its event loop. A call passes the interceptors (counting, unsent answers, the gate, reading requests), then
`service`, which makes a job of it, gives that to the pool and makes a response or a status of what comes back. Owns what belongs to
calls and connections: how many, how old, how much is unsent. Imported by `server` alone.

Offers `service` (Execute, WarmupStatus, ServerStatus), `batch_call` (ExecuteBatch), `prepare_call` (PrepareProgram), `converse_call`
(Converse), `programs` (what a request is to run, for every method), `health` (grpc.health.v1), the interceptors `counting`, `answers`,
`gate` and `requests`, `stream` (the context of a call that streams), and `connections`.
"""
