"""Removes the checks of the egress broker one by one and runs its tests on each copy: a check whose test does not fail
without it is guarded by nobody.

    python tests/mutations.py [PART OF A CHECK'S TEXT]
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from typing import Never

import pytest

ROOT = Path(__file__).parent.parent
# The few before the many: most mutants end with the first test that fails.
TESTS = (
    "tests/egress/test_egress.py::test_request_that_none_may_be_is_not_sent",
    "tests/egress/test_egress.py::test_proxy_in_the_environment_is_not_used",
    "tests/egress/test_egress.py::test_connection_is_kept_for_the_next_request_but_no_cookie_is",
    "tests/egress/test_egress.py::test_redirects_end_where_the_script_says",
    "tests/egress/test_egress.py::test_more_requests_than_a_run_may_send_are_no_correct_isolates",
    "tests/egress/test_egress_connections.py",
    "tests/egress/test_credentials.py",
    "tests/egress/test_egress_policy.py",
)
# Files that have no tests by their name, and whose those are.
SAME_TESTS = {"egress_entries": "policy", "lookups": "policy"}
# Seconds for each test of a mutant, of which none takes one; what hangs without its check has failed, too.
PATIENCE = 20
# What the tests import that is not of this tree, plugins of pytest included.
IMPORTED = (
    "aiohttp.web",
    "brotli",
    "cryptography.hazmat.primitives.serialization",
    "cryptography.x509",
    "google.protobuf.timestamp_pb2",
    "google.rpc.error_details_pb2",
    "google.rpc.status_pb2",
    "grpc_health.v1.health_pb2_grpc",
    "hypothesis",
    "multiprocessing.resource_tracker",
    "psutil",
    "pytest_asyncio.plugin",
    "pytest_timeout",
    "xdist.plugin",
)
# Of a process in which pytest has not come to an end: no code of pytest's.
NOT_RUN = 99
# In place of words: mutants come by stdin, survivors go to stdout.
ASKED = "--asked"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file of `executor/` in which `text`, which is there once, is `replacement`."""

    file: str
    text: str
    replacement: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text.strip()!r} as {self.replacement.strip()!r}"


def _of(file: str) -> Callable[[str, str], Mutant]:
    return partial(Mutant, file)


_policy = _of("egress/policy.py")
_entries = _of("formats/egress_entries.py")
_checks = _of("egress/checks.py")
_broker = _of("egress/broker.py")
_hops = _of("egress/hops.py")
_lookups = _of("egress/lookups.py")
_session = _of("egress/session.py")
_requests = _of("egress/requests.py")
_connections = _of("egress/connections.py")
_credentials = _of("egress/credentials.py")

MUTANTS = (
    # How a host is read.
    _policy('if "%" in host:', "if False:"),
    _policy('host.lower().removesuffix(".")', 'host.removesuffix(".")'),
    _policy('host.lower().removesuffix(".")', "host.lower()"),
    _policy("if LAST_LABEL_NUMBER.fullmatch(host):\n        return", "if False:\n        return"),
    _policy("if not HOST_NAME.fullmatch(host) or len(host) > 253:", "if len(host) > 253:"),
    _policy("if not HOST_NAME.fullmatch(host) or len(host) > 253:", "if not HOST_NAME.fullmatch(host):"),
    # What is listed.
    _entries('if self.scheme not in ("", scheme):', "if False:"),
    _entries(
        "return port == DEFAULT_PORTS[self.scheme] if self.scheme else port in DEFAULT_PORTS.values()",
        "return True",
    ),
    _entries("return self.port in (ANY_PORT, port)", "return True"),
    _entries('host.endswith(f".{self.name}")', "host.endswith(self.name)"),
    _entries("if self.wildcard else host == self.name", "if self.wildcard else host.endswith(self.name)"),
    _entries('f".{domain}" for domain', "domain for domain"),
    _entries('bool(match["private"]) or _is_internal(name)', "True"),
    _policy("may_be_internal = any(entry.private for entry in naming)", "may_be_internal = True"),
    # What is decided.
    _policy("address not in _GLOBAL_UNICAST:", "False:"),
    _policy("for address in addresses:", "for address in list(addresses)[:1]:"),
    _policy("(self.may_be_internal and refusal in _INTERNAL)", "self.may_be_internal"),
    _policy("(self.may_be_internal and refusal in _INTERNAL)", "refusal in _INTERNAL"),
    _policy('if self._mode == "off":', "if False:"),
    _policy(
        "if scheme not in DEFAULT_PORTS:\n            raise Refused", "if False:\n            raise Refused"
    ),
    _policy('if self._mode == "listed":', "if False:"),
    _policy("if port not in DEFAULT_PORTS.values():", "if False:"),
    _policy("if not isinstance(host, str):\n            route.check", "if False:\n            route.check"),
    # Where the broker asks, and what it sends.
    _lookups("way.route.check(addresses)", "pass"),
    _session("use_dns_cache=False", "use_dns_cache=True"),
    _hops("allow_redirects=False", "allow_redirects=True"),
    _session("trust_env=False", "trust_env=True"),
    _session("cookie_jar=aiohttp.DummyCookieJar()", "cookie_jar=aiohttp.CookieJar(unsafe=True)"),
    _broker('if self.settings.egress == "off":', "if False:"),
    _checks("if parsed.raw_user is not None or parsed.raw_password is not None:", "if False:"),
    _checks("return parse_url(target)", "return URL(target, encoded=True)"),
    _broker("if redirects >= most:", "if False:"),
    _hops("if url.origin() != self.url.origin():", "if False:"),
    _broker("min(fetch.max_redirects, MAX_REDIRECTS)", "fetch.max_redirects"),
    _checks("if not _TOKEN.fullmatch(method) or", "if"),
    _checks("or method.upper() in _FORBIDDEN_METHODS:", "or False:"),
    _checks("if not _TOKEN.fullmatch(name) or", "if"),
    _checks("or not _VALUE.fullmatch(value):", "or False:"),
    _checks("if lower in _FORBIDDEN_HEADERS or", "if"),
    _checks('or lower.startswith("proxy-"):', "or False:"),
    _checks("if value.strip().lower() not in (url.raw_authority, str(url.raw_host)):", "if False:"),
    _requests("if self.count >= self._max_count:", "if False:"),
    # Who gets credentials, and where.
    _broker("is_there and hop.origin == asked_for", "True"),
    _broker("is_there and hop.origin == asked_for", "hop.origin == asked_for"),
    _broker(
        "sent = self._granted(hop, identity, exchange)", "sent = hop = self._granted(hop, identity, exchange)"
    ),
    _credentials("callers.get(identity) or callers.get(EVERYBODY)", "next(iter(callers.values()))"),
    _credentials("if _plain(pair[0]) not in taken", "if pair[0] not in taken"),
    _credentials("if not _VALUE.fullmatch(value) or", "if"),
    _credentials("if not is_header(header):", "if False:"),
    _credentials("if record.caller != EVERYBODY and not self._has_identities:", "if False:"),
    _credentials("if _plain(record.header) in headers:", "if False:"),
    _credentials('check_mode(path, name, "choose what is sent")', "pass"),
    _credentials('check_mode(self._path, self._name, "have credentials sent to them")', "pass"),
    _connections("_replace(proxy_headers_hash=current_way.get().login)", "_replace()"),
    # What a connection takes.
    _connections("if data and self in self._all_resting:", "if False:"),
    _connections("if self._head_bytes > self._max_head_bytes:", "if False:"),
    _connections("if not self._awaited:", "if False:"),
    _connections("if self._interim > MAX_INTERIM:", "if False:"),
    _connections("while len(self._resting) > MAX_RESTING:", "while False:"),
    _connections('yet."""\n        self.abort()', 'yet."""\n        super().close()'),
)


def mutated(mutant: Mutant) -> str:
    """The file's text with it. Raises `ValueError` when its own is not there, or more than once."""
    source = (ROOT / "executor" / mutant.file).read_text()
    if source.count(mutant.text) != 1:
        raise ValueError(f"{mutant} is there {source.count(mutant.text)} times")
    return source.replace(mutant.text, mutant.replacement)


def _copied(mutant: Mutant, copy: Path) -> None:
    """Puts there what the tests of the broker need, with the mutant. Raises `ValueError` as `mutated` does."""
    source = mutated(mutant)
    # What Python has compiled already stays valid in a copy, but for the one file.
    ignored = shutil.ignore_patterns("runtime", f"{Path(mutant.file).stem}.*.pyc")
    shutil.copytree(ROOT / "executor", copy / "executor", ignore=ignored)
    shutil.copytree(ROOT / "tests" / "egress", copy / "tests" / "egress")
    (copy / "tests" / "__pycache__").mkdir()
    for path in (*(ROOT / "tests").glob("*.py"), *(ROOT / "tests").glob("__pycache__/*")):
        shutil.copy2(path, copy / path.relative_to(ROOT))
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "executor" / mutant.file).write_text(source)


def _run_tests(mutant: Mutant, copy: Path) -> Never:
    """Is pytest in the copy, and what it says is in `said` there."""
    code = NOT_RUN
    try:
        os.chdir(copy)
        said = os.open("said", os.O_CREAT | os.O_WRONLY)
        os.dup2(said, 1)
        os.dup2(said, 2)
        stem = Path(mutant.file).stem
        about = sorted(TESTS, key=lambda test: SAME_TESTS.get(stem, stem) not in test)
        options = ("-x", "-q", "-p", "no:cacheprovider", "--tb=no", f"--timeout={PATIENCE}")
        # Of plugins whose asserts pytest would have rewritten.
        imported = "-Wignore:Module already imported:pytest.PytestAssertRewriteWarning"
        code = int(pytest.main([*options, imported, *about]))
    except BaseException:  # noqa: BLE001 - a fork never goes on as what it is a fork of
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _survived(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Those that no test noticed, each by a fork of this process, which has one thread and has imported nothing that is mutated.
    Raises `ValueError` as `mutated` does, and where the tests do not run.
    """
    for name in IMPORTED:
        importlib.import_module(name)
    alive, running, left = [], dict[int, tuple[Mutant, Path]](), list(mutants)
    with tempfile.TemporaryDirectory() as directory:
        while left or running:
            if left and len(running) < (os.cpu_count() or 1):
                mutant, copy = left.pop(0), Path(directory, str(len(left)))
                _copied(mutant, copy)
                process = os.fork()
                if process == 0:
                    _run_tests(mutant, copy)
                running[process] = mutant, copy
                continue
            process, status = os.wait()
            mutant, copy = running.pop(process)
            code = os.waitstatus_to_exitcode(status)
            if code not in (0, 1):
                raise ValueError(f"{mutant}: the tests did not run: {(copy / 'said').read_text()[-2000:]}")
            shutil.rmtree(copy)
            if code == 0:
                alive.append(mutant)
    return [mutant for mutant in mutants if mutant in alive]


def survivors(mutants: Iterable[Mutant]) -> list[Mutant]:
    """As `_survived`, by a process that may fork whatever the caller's threads do."""
    asked = json.dumps([astuple(mutant) for mutant in mutants])
    command = [sys.executable, "-P", __file__, ASKED]
    run = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise ValueError(run.stderr)
    return [Mutant(*each) for each in json.loads(run.stdout)]


def main() -> None:
    """Exits with 1 when a mutant survives."""
    if sys.argv[1:] == [ASKED]:
        asked = [Mutant(*each) for each in json.load(sys.stdin)]
        print(json.dumps([astuple(mutant) for mutant in _survived(asked)]))
        return
    chosen = [mutant for mutant in MUTANTS if all(word in str(mutant) for word in sys.argv[1:])]
    alive = survivors(chosen)
    for mutant in alive:
        print(f"survived: {mutant}")
    print(f"{len(chosen)} mutants, {len(chosen) - len(alive)} noticed")
    sys.exit(bool(alive))


if __name__ == "__main__":
    main()
