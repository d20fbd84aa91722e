"""What the warmup tells, when it works and when it does not."""

import json

import grpc
import pytest
from harness import BUNDLES, NOT_SERVING, PATIENCE, SERVING, StuckModule, eventually, replace_module

from executor.formats.manifest import module_names
from executor.v1 import executor_pb2 as pb

MODULES = list(module_names())


def test_warmup_status_lists_every_module_in_loading_order(server):
    status = server.warmup_status()
    manifest = json.loads((BUNDLES / "manifest.json").read_text())
    assert status.status == pb.WARMUP_STATE_COMPLETED
    assert list(status.modules) == MODULES
    assert (status.total_modules, status.success_count) == (len(MODULES), len(MODULES))
    assert [module.name for module in status.module_details] == MODULES
    for module, entry in zip(status.module_details, manifest["modules"], strict=True):
        assert module.status == pb.WARMUP_STATE_COMPLETED
        assert (module.version, module.size_bytes) == (entry["version"], entry["size"])
        assert 0 < module.elapsed_ms < status.elapsed_ms
    assert status.elapsed == f"{round(status.elapsed_ms)}ms"
    assert (status.generation, status.failed_module, status.error) == (1, "", "")
    assert [(run.generation, run.status) for run in status.history] == [(1, pb.WARMUP_STATE_COMPLETED)]
    assert status.isolates_total == 8
    assert status.sandbox_level == "seccomp"
    # Rewound with nothing said, where this machine allows it; otherwise there is a reason.
    assert status.isolation in {"rewind", "fork"}
    assert bool(status.tracker) == (status.isolation == "rewind")
    assert bool(status.isolation_reason) == (status.tracker != "userfaultfd")


@pytest.mark.parametrize("flags", [(), ("--isolation=fork",)], ids=["default", "fork"])
def test_mode_of_isolation_is_told_at_every_place_that_tells_of_the_warmup(start, flags):
    server = start("--isolates=1", *flags).serving()
    status = server.warmup_status()
    mode, tracker, reason = status.isolation, status.tracker, status.isolation_reason
    if flags:
        assert (mode, tracker, reason) == ("fork", "", "")
    whole = server.stub.ServerStatus(pb.ServerStatusRequest(), timeout=PATIENCE)
    assert (whole.isolation, whole.warmup.isolation) == (mode, mode)
    metrics = server.metrics()
    assert [metrics[f'executor_isolation{{mode="{other}"}}'] for other in ("rewind", "fork")] == [
        mode == "rewind",
        mode == "fork",
    ]
    told = {"mode": mode, "tracker": tracker, "reason": reason}
    assert json.loads(server.get("/status.json")[1])["isolation"] == told
    eventually(
        lambda: any("is warm" in line and f"isolation {mode}" in line for line in server.log), "a line on it"
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("throw new Error('broken on purpose')", "broken on purpose"),
        ("this is not JavaScript", "SyntaxError"),
        ("exports.main = Math.random()", "randomness is not available while modules load"),
        ("exports.main = require('fs')", "The built-in module 'fs' is not available here"),
    ],
)
def test_broken_module_ends_the_server_with_its_name(start, bundles, body, words):
    replace_module(bundles, "lodash", body)
    server = start(f"--modules={bundles}")
    assert server.wait() == 3
    last = [line for line in server.log if "warmup failed" in line]
    assert len(last) == 1
    before = MODULES[: MODULES.index("lodash")]
    for word in ("lodash", words, f"loaded before: {', '.join(before)}"):
        assert word in last[0]


def test_hold_keeps_the_server_up_to_be_asked(start, bundles):
    replace_module(bundles, "qs", "throw new Error('broken on purpose')")
    server = start(f"--modules={bundles}", "--warmup-failure=hold").listening()
    eventually(lambda: server.warmup_status().status == pb.WARMUP_STATE_FAILED, "the warmup has failed")
    status = server.warmup_status()
    assert status.failed_module == "qs"
    assert "broken on purpose" in status.error
    broken = MODULES.index("qs")
    assert status.success_count == broken
    states = [pb.WarmupState.Name(module.status) for module in status.module_details]
    assert states[:broken] == ["WARMUP_STATE_COMPLETED"] * broken
    assert states[broken] == "WARMUP_STATE_FAILED"
    assert set(states[broken + 1 :]) == {"WARMUP_STATE_NOT_STARTED"}
    assert "broken on purpose" in status.module_details[broken].error
    assert (server.check(), server.check("liveness")) == (NOT_SERVING, SERVING)
    code, body = server.get("/flow/health")
    warmup = json.loads(body)["warmup"]
    assert (code, warmup["status"], warmup["failedModule"], warmup["successCount"]) == (
        503,
        "failed",
        "qs",
        broken,
    )
    error, info = server.refusal(server.request("return 1"))
    assert (error.code(), info.reason) == (grpc.StatusCode.UNAVAILABLE, "NOT_READY")
    server.stop()


def test_bundle_that_differs_from_its_manifest_is_refused(start, bundles):
    with (bundles / "qs.js").open("a") as file:
        file.write(" ")
    server = start(f"--modules={bundles}")
    assert server.wait() == 3
    assert any("qs.js does not match its sha256" in line and "make modules" in line for line in server.log)


def test_missing_bundles_say_what_to_do(start, tmp_path):
    server = start(f"--modules={tmp_path / 'none'}")
    assert server.wait() == 3
    assert any("manifest.json" in line and "make modules" in line for line in server.log), server.log


def test_endless_module_is_ended_at_the_warmup_timeout(start, bundles):
    # The first module: on a busy machine the time could be over before any later one.
    replace_module(bundles, "crypto-js", "for (;;) {}")
    server = start(f"--modules={bundles}", "--warmup-timeout=4s")
    assert server.wait() == 3
    assert any("module crypto-js" in line and "--warmup-timeout" in line for line in server.log), server.log


def test_added_module_is_preloaded_reported_and_counted(start, bundles):
    body = "exports.main = { hello: name => 'hello ' + name }; exports.subpaths = { deep: () => 'deeper' };"
    manifest = json.loads((bundles / "manifest.json").read_text())
    manifest["modules"].append(
        {"name": "@ours/greet", "version": "1.2.3", "file": "greet.js", "size": 0, "sha256": ""}
    )
    (bundles / "manifest.json").write_text(json.dumps(manifest))
    replace_module(bundles, "@ours/greet", body)
    server = start("--isolates=2", f"--modules={bundles}").serving()
    status = server.warmup_status()
    assert list(status.modules) == [*MODULES, "@ours/greet"]
    assert (status.total_modules, status.success_count) == (len(MODULES) + 1, len(MODULES) + 1)
    assert (
        server.result("return require('@ours/greet').hello('you') + require('@ours/greet/deep')")
        == "hello youdeeper"
    )
    assert server.metrics()['executor_warmup_module_bytes{module="@ours/greet"}'] == len(body)


def test_not_serving_before_the_warmup_is_complete(start, bundles):
    module = StuckModule(bundles)
    server = start("--isolates=1", f"--modules={bundles}").listening()
    status = server.warmup_status()
    assert status.status == pb.WARMUP_STATE_IN_PROGRESS
    assert (server.check(), server.check("executor.v1.ExecutorService")) == (NOT_SERVING, NOT_SERVING)
    assert server.check("liveness") == SERVING
    assert server.get("/livez")[0] == 200
    code, text = server.get("/readyz")
    assert (code, text) == (503, "not ready: warmup in_progress\n")
    error, info = server.refusal(server.request("return 1"))
    assert (error.code(), info.reason) == (grpc.StatusCode.UNAVAILABLE, "NOT_READY")
    module.let_go()
    server.serving()
    assert server.result("return 1") == 1


def test_bytecode_of_another_engine_is_not_used(start, bundles):
    manifest = json.loads((bundles / "manifest.json").read_text())
    for entry in [manifest["runtime"], *manifest["modules"]]:
        entry["bytecode"]["engine"] = "another"
        (bundles / entry["bytecode"]["file"]).write_bytes(b"not for this engine")
    (bundles / "manifest.json").write_text(json.dumps(manifest))
    server = start(f"--modules={bundles}").serving()
    assert server.result("return require('lodash').sum([1, 2])") == 3
    server.stop()


def test_bytecode_that_differs_from_its_manifest_is_refused(start, bundles):
    with (bundles / "qs.bytecode").open("ab") as file:
        file.write(b"\0")
    server = start(f"--modules={bundles}")
    assert server.wait() == 3
    assert any("qs.bytecode does not match its sha256" in line for line in server.log)


def test_zygote_holds_only_what_its_forks_need(start):
    mapped = start("--isolates=1").serving().zygote().memory_maps(grouped=False)
    names = " ".join(mapping.path for mapping in mapped)
    assert "_dukpy" in names
    # What the filters are compiled with lived in a process of its own.
    assert "seccomp" not in names
    assert "lzma" not in names
    # Python's objects lie in one piece, which huge pages can take: as mappings several, where only its aligned part has them.
    longest, piece, reached = 0, 0, ""
    for mapping in mapped:
        start_of, _, end_of = mapping.addr.partition("-")
        is_anonymous = mapping.path == "[anon]"
        piece = (piece if start_of == reached else 0) + mapping.size if is_anonymous else 0
        longest, reached = max(longest, piece), end_of
    assert longest >= 10 << 20
