"""The soak's callers: every kind of call, what its answer must be, and a client process that plays a round of them."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import duration_pb2

from executor.v1 import executor_pb2 as pb

METHOD = "/executor.v1.ExecutorService/Execute"
# Seconds. Far above anything true: a call that takes so long is lost, and counted as that.
PATIENCE = 120.0
# What a refused caller waits; the server's own advice (`grpc-retry-pushback-ms`).
PUSHBACK = 0.1

ENDLESS = "await new Promise(resolve => setTimeout(resolve, 1e6))"
BURNING = "for (;;) {}"
# One engine call after another that polls for no interrupt: only the server's SIGKILL ends it.
DEAF = "for (;;) 'a'.repeat(5e7).indexOf('b')"


@dataclass(frozen=True)
class Call:
    """One call and what may come back: names of outcomes (`ok`, `thrown`, …) or of status codes."""

    request: bytes
    expected: str
    result: Any = None
    checks: Callable[[pb.ExecuteResponse], bool] | None = None
    # Seconds until the caller leaves, and how: by cancelling or by a deadline.
    leaves_after: float = 0.0
    leaves_by: str = ""


@dataclass
class Tally:
    """What one client saw. Plain counters, so that it crosses a process boundary and adds up."""

    statuses: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    # Timeouts whose message says that the isolate was killed.
    killed: int = 0
    # Calls that their caller left: no status of theirs came from the server.
    abandoned: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.statuses += other.statuses
        self.outcomes += other.outcomes
        self.kinds += other.kinds
        self.killed += other.killed
        self.abandoned += other.abandoned
        self.wrong += other.wrong

    @property
    def answered(self) -> int:
        return self.statuses.total()

    @property
    def calls(self) -> int:
        return self.answered + self.abandoned


def call(code: str, expected: str, *, value: Any = None, timeout: float = 0.0, **fields: Any) -> Call:
    request = pb.ExecuteRequest(code=code, input_json="" if value is None else json.dumps(value))
    if timeout:
        request.timeout.CopyFrom(duration_pb2.Duration(nanos=round(timeout * 1e9)))
    return Call(request.SerializeToString(), expected, **fields)


# --- The kinds of calls ------------------------------------------------------------------------------------------------


def result(dice: random.Random) -> Call:
    n = dice.randrange(10**9)
    code, value = dice.choice(
        (
            ("return input + 1", n + 1),
            ("return require('lodash').sum([input, 2])", n + 2),
            ("return await Promise.resolve(String(input))", str(n)),
            ("return Number(require('qs').parse('a=' + input).a)", n),
            ("return require('crypto-js').MD5(String(input)).toString().length", 32),
            ("globalThis.seen = (globalThis.seen ?? 0) + 1; return seen", 1),
        )
    )
    return call(code, "ok", value=n, result=value)


def timer(dice: random.Random) -> Call:
    pause = dice.randrange(10)
    return call(f"await new Promise(r => setTimeout(r, {pause})); return 'slept'", "ok", result="slept")


def thrown(dice: random.Random) -> Call:
    return call(
        dice.choice(
            (
                "throw new TypeError('x')",
                "null.x",
                "await Promise.reject(1)",
                "(function f() { f() })()",
                "throw new Proxy({}, { get() { throw 1 } })",
                "process.exit()",
            )
        ),
        "thrown",
    )


def syntax(dice: random.Random) -> Call:
    return call(dice.choice(("if (", "let let = 1", "import _ from 'lodash'", "}, x(), {", "/(/")), "syntax")


def soft_timeout(dice: random.Random) -> Call:
    return call(dice.choice((BURNING, ENDLESS)), "timeout", timeout=0.03)


def hard_timeout(_: random.Random) -> Call:
    return call(DEAF, "timeout", timeout=0.02)


def out_of_memory(_: random.Random) -> Call:
    return call("const a = []; for (;;) a.push('x'.repeat(1e6) + a.length)", "out_of_memory")


def invalid_result(dice: random.Random) -> Call:
    return call(
        dice.choice(("return 1n", "return () => 1", "await new Promise(() => {})", "const a = []; a.push(a); return a")),
        "invalid_result",
    )  # fmt: skip


def big_input(dice: random.Random) -> Call:
    size = dice.randrange(300_000, 900_000)
    return call("return input.length", "ok", value="x" * size, result=size)


def big_result(dice: random.Random) -> Call:
    size = dice.randrange(1_000_000, 4_000_000)
    return call(
        f"return 'x'.repeat({size})", "ok", checks=lambda response: len(response.result_json) == size + 2
    )


def result_too_large(_: random.Random) -> Call:
    return call("return 'x'.repeat(6e6)", "result_too_large")


def console_flood(_: random.Random) -> Call:
    def cut(response: pb.ExecuteResponse) -> bool:
        return response.console_truncated and len(response.console_messages) <= 1000

    return call("for (let i = 0; i < 3000; i++) console.log('line', i); return 1", "ok", result=1, checks=cut)


def invalid(dice: random.Random) -> Call:
    requests = (
        pb.ExecuteRequest().SerializeToString(),
        pb.ExecuteRequest(code="return 1", input_json="{").SerializeToString(),
        pb.ExecuteRequest(code="/" * 70_000).SerializeToString(),
        pb.ExecuteRequest(code="return 1", timeout=duration_pb2.Duration(seconds=-1)).SerializeToString(),
        pb.ExecuteRequest(code="return 1", execution_id="x" * 300).SerializeToString(),
        b"\xff\xff garbage",
        b"\x0a\x02\xc3\x28",
    )
    return Call(dice.choice(requests), "INVALID_ARGUMENT")


def cancelled(dice: random.Random) -> Call:
    return call(dice.choice((ENDLESS, BURNING)), "", leaves_after=dice.uniform(0.0, 0.1), leaves_by="cancel")


def expired(dice: random.Random) -> Call:
    return call(
        dice.choice((ENDLESS, BURNING)), "", leaves_after=dice.uniform(0.005, 0.1), leaves_by="deadline"
    )


# How many of a thousand calls. The last two only in rounds without killed isolates: see `bench.soak`.
WEIGHTS: dict[Callable[[random.Random], Call], int] = {
    result: 640,
    timer: 60,
    thrown: 80,
    syntax: 40,
    invalid: 60,
    invalid_result: 20,
    big_input: 15,
    big_result: 10,
    result_too_large: 5,
    console_flood: 10,
    soft_timeout: 15,
    hard_timeout: 3,
    out_of_memory: 2,
    cancelled: 20,
    expired: 20,
}
LEAVING = (cancelled, expired)


# --- The client process ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Round:
    """What one client does: `calls` calls, `concurrency` at once. `faulty`: isolates are being killed meanwhile, so
    any call may be answered CRASHED, and no caller leaves.
    """

    address: str
    seed: int
    calls: int
    concurrency: int
    faulty: bool


def play(what: Round) -> Tally:
    """Plays one round on a connection of its own."""
    return asyncio.run(_play(what))


async def _play(what: Round) -> Tally:
    dice = random.Random(what.seed)
    makers = [maker for maker in WEIGHTS if not (what.faulty and maker in LEAVING)]
    left = iter(dice.choices(makers, [WEIGHTS[maker] for maker in makers], k=what.calls))
    tally = Tally()
    options = [
        ("grpc.max_receive_message_length", -1),
        ("grpc.max_send_message_length", -1),
        # A call that gRPC sent again by itself would be seen once and counted twice.
        ("grpc.enable_retries", 0),
        ("grpc.use_local_subchannel_pool", 1),
    ]
    async with grpc.aio.insecure_channel(what.address, options=options) as channel:
        execute: Any = channel.unary_unary(METHOD, response_deserializer=pb.ExecuteResponse.FromString)

        async def caller() -> None:
            for maker in left:
                await _call(execute, maker, maker(dice), tally, what.faulty)

        await asyncio.gather(*(caller() for _ in range(what.concurrency)))
    return tally


async def _call(execute: Any, maker: Any, one: Call, tally: Tally, faulty: bool) -> None:
    tally.kinds[maker.__name__] += 1
    under_way = execute(one.request, timeout=one.leaves_after if one.leaves_by == "deadline" else PATIENCE)
    if one.leaves_by == "cancel":
        asyncio.get_running_loop().call_later(one.leaves_after, under_way.cancel)
    try:
        response = await under_way
    except asyncio.CancelledError:
        # Ours: of the call, not of this task.
        tally.abandoned += 1
    except grpc.aio.AioRpcError as error:
        code = error.code().name
        if one.leaves_by and code in ("CANCELLED", "DEADLINE_EXCEEDED"):
            tally.abandoned += 1
            return
        tally.statuses[code] += 1
        if code == "RESOURCE_EXHAUSTED":
            await asyncio.sleep(PUSHBACK)
        elif code != one.expected:
            tally.wrong.append(f"{maker.__name__}: {code}: {error.details()}"[:300])
    else:
        tally.statuses["OK"] += 1
        _look_at(response, maker, one, tally, faulty)


def _look_at(response: pb.ExecuteResponse, maker: Any, one: Call, tally: Tally, faulty: bool) -> None:
    failed = response.WhichOneof("outcome") == "error"
    outcome = pb.ErrorKind.Name(response.error.kind)[len("ERROR_KIND_") :].lower() if failed else "ok"
    tally.outcomes[outcome] += 1
    tally.killed += outcome == "timeout" and "was killed" in response.error.message
    if faulty and outcome == "crashed":
        return
    right = outcome == one.expected
    if right and one.result is not None:
        right = json.loads(response.result_json) == one.result
    if right and one.checks is not None:
        right = one.checks(response)
    if not right:
        got = response.error.message if failed else response.result_json
        tally.wrong.append(f"{maker.__name__}: expected {one.expected}, got {outcome}: {got}"[:300])
