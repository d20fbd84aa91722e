"""Who calls, and what it may: tokens, certificates, the file that lists them, and the refusals."""

import asyncio
import hashlib

import grpc
import pytest
from certificates import Certificate, Files, channel_credentials
from cryptography import x509
from google.protobuf import wrappers_pb2
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from harness import PATIENCE, ROOT, ServerProcess, error_info, eventually
from hypothesis import given, settings
from hypothesis import strategies as st

from executor.access import identity
from executor.access.identity import Callers, Identity, Permission
from executor.client import AsyncClient, Client, ServingStatus
from executor.errors import NotPermitted, Unauthenticated
from executor.formats.manifest import module_names
from executor.reloading import UnusableFile
from executor.rpc import answers
from executor.rpc.gate import Gate
from executor.settings import Settings
from executor.v1 import executor_pb2 as pb
from executor.v1 import executor_pb2_grpc as pb_grpc

SECRET = "tok-3f9a1c-billing"
OPS = "tok-77b0d2-ops"
EXECUTE = "/executor.v1.ExecutorService/Execute"


def record(name, token, permissions):
    return f"{name} sha256:{hashlib.sha256(token.encode()).hexdigest()} {permissions}\n"


ROSTER = record("billing", SECRET, "execute") + record("ops", OPS, "status,reflection")


@pytest.fixture
def tokens(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(ROSTER)
    return path


@pytest.fixture
def guarded(start, tokens):
    return start("--isolates=1", f"--tokens={tokens}").serving()


def bearer(token):
    return (("authorization", f"Bearer {token}"),)


def refused(server, method, request, metadata=()):
    """Code and ErrorInfo of a call that must be refused."""
    with pytest.raises(grpc.RpcError) as caught:
        getattr(server.stub, method)(request, timeout=PATIENCE, metadata=metadata)
    return caught.value.code(), error_info(caught.value)


# --- Calls -----------------------------------------------------------------------------------------------------------


def test_known_token_calls_what_it_may(guarded):
    execute, status = pb.ExecuteRequest(code="return 1"), pb.WarmupStatusRequest()
    assert guarded.stub.Execute(execute, timeout=PATIENCE, metadata=bearer(SECRET)).result_json == "1"
    limits = guarded.stub.ServerStatus(
        pb.ServerStatusRequest(), timeout=PATIENCE, metadata=bearer(SECRET)
    ).limits
    assert limits.isolate_count == 1
    assert guarded.stub.WarmupStatus(status, timeout=PATIENCE, metadata=bearer(OPS)).total_modules == len(
        module_names()
    )
    code, info = refused(guarded, "WarmupStatus", status, bearer(SECRET))
    assert code is grpc.StatusCode.PERMISSION_DENIED
    assert (info.reason, info.domain) == ("NOT_PERMITTED", "executor.v1")
    assert dict(info.metadata) == {
        "identity": "billing",
        "method": "/executor.v1.ExecutorService/WarmupStatus",
        "permission": "status",
    }
    assert refused(guarded, "Execute", execute, bearer(OPS))[0] is grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ((), "NO_CREDENTIALS"),
        (bearer("tok-unknown"), "UNKNOWN_TOKEN"),
        (bearer(SECRET[:-1]), "UNKNOWN_TOKEN"),
        (bearer(hashlib.sha256(SECRET.encode()).hexdigest()), "UNKNOWN_TOKEN"),
        (bearer(SECRET) + bearer(SECRET), "INVALID_CREDENTIALS"),
        ((("authorization", SECRET),), "INVALID_CREDENTIALS"),
        ((("authorization", f"Basic {SECRET}"),), "INVALID_CREDENTIALS"),
        ((("authorization", ""),), "INVALID_CREDENTIALS"),
    ],
    ids=["none", "unknown", "prefix", "its hash", "two", "no scheme", "other scheme", "empty"],
)
def test_stranger_is_unauthenticated_and_runs_nothing(shared_guarded, metadata, reason):
    server = shared_guarded
    before = server.metrics()["executor_queue_wait_seconds_count"]
    code, info = refused(server, "Execute", pb.ExecuteRequest(code="return 1"), metadata)
    assert (code, info.reason) == (grpc.StatusCode.UNAUTHENTICATED, reason)
    assert server.metrics()["executor_queue_wait_seconds_count"] == before
    eventually(lambda: server.metrics().get(HANDLED, 0) >= 1, "it is counted")


HANDLED = (
    'grpc_server_handled_total{grpc_code="UNAUTHENTICATED",grpc_method="Execute",'
    'grpc_service="executor.v1.ExecutorService",grpc_type="unary"}'
)


@pytest.fixture(scope="module")
def shared_guarded(tmp_path_factory):
    path = tmp_path_factory.mktemp("shared") / "tokens"
    path.write_text(ROSTER)
    # Canaries wait in the queue, too.
    server = ServerProcess("--isolates=1", "--canary-interval=60m", f"--tokens={path}").serving()
    yield server
    server.stop()
    # Nothing of all that callers sent, and nothing that the file says.
    text = "\n".join(server.log)
    assert SECRET not in text
    assert OPS not in text
    assert hashlib.sha256(SECRET.encode()).hexdigest() not in text


def test_scheme_is_bearer_in_any_case(shared_guarded):
    request = pb.ExecuteRequest(code="return 1")
    metadata = (("authorization", f"bearer {SECRET}"),)
    assert shared_guarded.stub.Execute(request, timeout=PATIENCE, metadata=metadata).result_json == "1"


def test_health_is_open_to_all(shared_guarded):
    server = shared_guarded
    assert server.check("liveness") == ServingStatus.SERVING
    watch = server.health.Watch(health_pb2.HealthCheckRequest(), timeout=PATIENCE)
    assert next(watch).status == ServingStatus.SERVING
    watch.cancel()


def test_reflection_and_the_stream_of_a_batch_have_their_permissions(shared_guarded):
    server = shared_guarded
    reflection = reflection_pb2_grpc.ServerReflectionStub(server.channel)
    request = reflection_pb2.ServerReflectionRequest(list_services="")

    def services(metadata):
        answers = reflection.ServerReflectionInfo(iter([request]), timeout=PATIENCE, metadata=metadata)
        return [service.name for service in next(iter(answers)).list_services_response.service]

    assert "executor.v1.ExecutorService" in services(bearer(OPS))
    for metadata, code in (((), "UNAUTHENTICATED"), (bearer(SECRET), "PERMISSION_DENIED")):
        with pytest.raises(grpc.RpcError) as caught:
            services(metadata)
        assert caught.value.code().name == code
    for metadata, code in ((bearer(SECRET), "INVALID_ARGUMENT"), (bearer(OPS), "PERMISSION_DENIED")):
        with pytest.raises(grpc.RpcError) as caught:
            list(server.stub.ExecuteBatch(iter([]), timeout=PATIENCE, metadata=metadata))
        assert caught.value.code().name == code
        with pytest.raises(grpc.RpcError) as caught:
            list(server.stub.Converse(iter([]), timeout=PATIENCE, metadata=metadata))
        assert caught.value.code().name == code


def test_refused_request_is_not_read(shared_guarded):
    """Over gRPC's own limit: whoever read it would answer RESOURCE_EXHAUSTED."""
    request = pb.ExecuteRequest(code="return 1", input_json="1" * (40 << 20))
    code, info = refused(shared_guarded, "Execute", request, bearer("tok-unknown"))
    assert (code, info.reason) == (grpc.StatusCode.UNAUTHENTICATED, "UNKNOWN_TOKEN")


def test_changed_file_counts_from_the_next_call_on(guarded, tokens):
    request = pb.ExecuteRequest(code="return 1")
    fresh = tokens.with_name("fresh")
    fresh.write_text(record("billing", "tok-new", "execute"))
    fresh.rename(tokens)
    assert refused(guarded, "Execute", request, bearer(SECRET))[1].reason == "UNKNOWN_TOKEN"
    assert guarded.stub.Execute(request, timeout=PATIENCE, metadata=bearer("tok-new")).result_json == "1"


@pytest.mark.parametrize("text", ["", "billing tok-plain execute\n", None], ids=["empty", "plain", "gone"])
def test_broken_new_file_keeps_the_old_tokens_and_says_so_once(guarded, tokens, text):
    if text is None:
        tokens.unlink()
    else:
        tokens.write_text(text)
    request = pb.ExecuteRequest(code="return 1")
    for _ in range(3):
        assert guarded.stub.Execute(request, timeout=PATIENCE, metadata=bearer(SECRET)).result_json == "1"
    guarded.stop()
    (line,) = [line for line in guarded.log if "the tokens file changed" in line]
    assert str(tokens) in line
    assert "tok-plain" not in line


def test_unusable_tokens_file_at_the_start_is_a_settings_error(start, tmp_path):
    path = tmp_path / "tokens"
    path.write_text("# nobody yet\nbilling plain-text-token execute\n")
    server = start("--isolates=1", f"--tokens={path}")
    assert server.wait() == 2
    server.stop(expected=2)
    (line,) = [line for line in server.log if " ERROR " in line]
    assert f"--tokens={path}: line 2: " in line
    assert "plain-text-token" not in line


@pytest.mark.parametrize(("mode", "code"), [(0o646, 2), (0o644, 0), (0o660, 0)])
def test_tokens_file_that_others_can_write_is_refused_or_read_is_warned_of(start, tokens, mode, code):
    tokens.chmod(mode)
    server = start("--isolates=1", f"--tokens={tokens}")
    if code == 0:
        server.serving().stop()
    assert server.wait() == code
    (line,) = [line for line in server.log if f"{mode:04o}" in line]
    assert ("ERROR" if code else "WARNING") in line
    assert f"--tokens={tokens}" in line


def test_missing_files_are_named_with_their_flag(start, tmp_path):
    for flags in (
        ["--tokens=/none/tokens"],
        ["--tls-certificate=/none/crt", f"--tls-key={tmp_path / 'none.key'}"],
    ):
        server = start("--isolates=1", *flags)
        assert server.wait() == 2
        (line,) = [line for line in server.log if " ERROR " in line]
        assert f"{flags[0]} does not exist" in line


# --- Clients ---------------------------------------------------------------------------------------------------------


def test_python_clients_show_their_token(shared_guarded):
    address = shared_guarded.address
    with Client(address, token=SECRET) as client:
        assert client.execute("return 2").result == 2

    async def run():
        async with AsyncClient(address, token=SECRET) as client:
            return (await client.execute("return 3")).result

    assert asyncio.run(run()) == 3


@pytest.mark.parametrize("token", ["two words", "line\n", "schlüssel", "\0"])
def test_token_that_cannot_be_sent_is_an_error_that_hides_it(token):
    with pytest.raises(ValueError, match="the token has") as caught:
        Client(token=token)
    assert token not in str(caught.value)


# --- Certificates ----------------------------------------------------------------------------------------------------


def test_certificate_is_the_identity_where_no_token_is_used(start, tmp_path, ca):
    files = Files(tmp_path, ca, Certificate("server", ca))
    tokens = tmp_path / "tokens"
    tokens.write_text(
        "ops certificate status\nspiffe://test/billing certificate execute\n"
        + record("billing", SECRET, "execute")
    )
    server = start("--isolates=1", *files.mutual, f"--tokens={tokens}").listening()
    execute = EXECUTE.rpartition("/")[2]

    def outcome(client, metadata=(), method=execute):
        with grpc.secure_channel(server.address, channel_credentials(ca, client)) as channel:
            stub = pb_grpc.ExecutorServiceStub(channel)
            request = pb.ExecuteRequest(code="return 1") if method == execute else pb.WarmupStatusRequest()
            try:
                getattr(stub, method)(request, timeout=PATIENCE, metadata=metadata, wait_for_ready=True)
            except grpc.RpcError as error:
                return error.code().name
            return "OK"

    ops, unlisted = Certificate("ops", ca), Certificate("unlisted", ca)
    by_uri = Certificate("", ca, alternatives=(x509.UniformResourceIdentifier("spiffe://test/billing"),))
    with Client(server.address, credentials=channel_credentials(ca, ops)) as client:
        client.wait_ready(PATIENCE)
    assert outcome(ops, method="WarmupStatus") == "OK"
    assert outcome(ops) == "PERMISSION_DENIED"
    assert outcome(by_uri) == "OK"
    assert outcome(unlisted) == "PERMISSION_DENIED"
    # A token that is shown counts alone.
    assert outcome(ops, bearer(SECRET)) == "OK"
    assert outcome(ops, bearer("tok-unknown"), method="WarmupStatus") == "UNAUTHENTICATED"


def test_without_a_tokens_file_a_verified_certificate_may_all(start, tmp_path, ca):
    files = Files(tmp_path, ca, Certificate("server", ca))
    server = start("--isolates=1", *files.mutual).listening()
    with Client(server.address, credentials=channel_credentials(ca, Certificate("billing", ca))) as client:
        client.wait_ready(PATIENCE)
        assert client.execute("return 1").result == 1
        assert client.warmup_status().total_modules == len(module_names())


# --- Rules -----------------------------------------------------------------------------------------------------------


def test_method_in_no_group_is_for_nobody():
    with pytest.raises(NotPermitted, match="billing may not call /executor"):
        Identity("billing").check("/executor.v2.New/Method")


def test_every_method_of_the_contract_is_for_somebody():
    for method in pb.DESCRIPTOR.services_by_name["ExecutorService"].methods:
        Identity("all").check(f"/executor.v1.ExecutorService/{method.name}")


def test_one_identity_may_have_two_tokens_while_one_replaces_the_other():
    roster = identity.parse(record("billing", "old", "execute") + record("billing", "new", "execute,status"))
    assert roster.of_token(b"old") == Identity("billing", frozenset({Permission.EXECUTE}))
    assert roster.of_token(b"new").permissions == {Permission.EXECUTE, Permission.STATUS}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("billing\n", "line 1: a record is NAME TOKEN PERMISSIONS"),
        ("# fine\n\nbilling sha256:00 execute", "line 3: the second field must be certificate, or sha256:"),
        (record("b", "t", "execute, status"), "a record is NAME TOKEN PERMISSIONS"),
        (
            record("b", "t", "exekute"),
            "the third field must be permissions with commas between: execute, status, reflection",
        ),
        (record("b", "t", "execute,"), "the third field must be"),
        (record("ü", "t", "execute"), "the name must be 1 to 256 printable ASCII characters"),
        (
            record("a", "t", "execute") + record("b", "t", "execute"),
            "line 2: the token of b is that of a too",
        ),
        ("a certificate execute\n" * 2, "a record for certificates of a already"),
        ("# only this", "it has no records"),
    ],
    ids=str,
)
def test_wrong_record_is_named_by_its_line(text, complaint):
    with pytest.raises(UnusableFile, match=complaint):
        identity.parse(text)


@settings(deadline=None)
@given(st.text() | st.text("a# ,\n:"))
def test_any_text_is_a_roster_or_unusable(text):
    try:
        roster = identity.parse(text)
    except UnusableFile:
        return
    assert roster.tokens or roster.certificates


@settings(deadline=None)
@given(st.text("QZXJ0189", min_size=8), st.permutations(["billing", None, "execute"]))
def test_plain_token_in_any_field_is_refused_and_not_told(token, fields):
    with pytest.raises(UnusableFile) as caught:
        identity.parse(" ".join(field or token for field in fields))
    assert token not in str(caught.value)


def test_current_identity_is_that_of_each_task():
    async def call(name):
        identity.enter(Identity(name))
        await asyncio.sleep(0)
        return identity.current().name

    async def run():
        names = await asyncio.gather(*(asyncio.create_task(call(str(n))) for n in range(3)))
        return names, identity.current()

    assert asyncio.run(run()) == (["0", "1", "2"], None)


async def test_handlers_see_the_identity_of_their_own_call(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(
        record("one", "tok-1", "execute,reflection") + record("two", "tok-2", "execute,reflection")
    )
    both = asyncio.Barrier(2)

    async def unary(request, context):
        # Both calls are inside at once.
        await both.wait()
        return wrappers_pb2.BytesValue(value=identity.current().name.encode())

    def serialized(message):
        return message.value

    async def stream(request, context):
        for _ in range(2):
            yield await unary(request, context)

    unsent = answers.Unsent(answers.unsent(Settings.load([], {})))
    server = grpc.aio.server(interceptors=[unsent, Gate(Callers(str(path)))])
    handlers = {
        "executor.v1.ExecutorService": {
            "Execute": grpc.unary_unary_rpc_method_handler(unary, None, serialized)
        },
        "grpc.reflection.v1.Any": {"Stream": grpc.unary_stream_rpc_method_handler(stream, None, serialized)},
    }
    for service, methods in handlers.items():
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, methods),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:

        async def names(token):
            name = await channel.unary_unary(EXECUTE)(b"", timeout=PATIENCE, metadata=bearer(token))
            responses = channel.unary_stream("/grpc.reflection.v1.Any/Stream")(
                b"", timeout=PATIENCE, metadata=bearer(token)
            )
            return [name, *[response async for response in responses]]

        assert await asyncio.gather(names("tok-1"), names("tok-2")) == [[b"one"] * 3, [b"two"] * 3]
    await server.stop(0)


def test_example_in_the_docs_is_a_roster():
    text = (ROOT / "docs" / "access.md").read_text()
    example = next(block for block in text.split("```") if "sha256:" in block)
    roster = identity.parse(example)
    assert [who.name for _, who in roster.tokens] == ["billing"]
    assert set(roster.certificates) == {"ops"}


def test_callers_without_tokens_file_take_any_certificate(tmp_path):
    callers = Callers("")
    assert callers.by_token(["Bearer x"]) is None
    assert callers.by_certificate(["billing", "billing.test"]) == Identity("billing")
    assert callers.by_certificate([]) is None
    path = tmp_path / "tokens"
    path.write_text(ROSTER)
    with pytest.raises(Unauthenticated):
        Callers(str(path)).by_certificate([])
