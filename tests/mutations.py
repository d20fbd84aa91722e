"""Removes the checks of the egress broker one by one and runs its tests on each copy: a check whose test does not fail
without it is guarded by nobody.

    python tests/mutations.py [PART OF A CHECK'S TEXT]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = (
    "tests/test_egress_policy.py",
    "tests/test_egress_connections.py",
    "tests/test_egress.py::test_request_that_none_may_be_is_not_sent",
    "tests/test_egress.py::test_proxy_in_the_environment_is_not_used",
    "tests/test_egress.py::test_connection_is_kept_for_the_next_request_but_no_cookie_is",
    "tests/test_egress.py::test_redirects_end_where_the_script_says",
    "tests/test_egress.py::test_more_requests_than_a_run_may_send_are_no_correct_isolates",
)
# Seconds for the tests of one mutant; those that hang without their check have failed, too.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file of `executor/` in which `text`, which is there once, is `replacement`."""

    file: str
    text: str
    replacement: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text.strip()!r} as {self.replacement.strip()!r}"


def _policy(text: str, replacement: str) -> Mutant:
    return Mutant("egress_policy.py", text, replacement)


def _broker(text: str, replacement: str) -> Mutant:
    return Mutant("egress.py", text, replacement)


def _connections(text: str, replacement: str) -> Mutant:
    return Mutant("egress_connections.py", text, replacement)


MUTANTS = (
    # How a host is read.
    _policy('if "%" in host:', "if False:"),
    _policy('host.lower().removesuffix(".")', 'host.removesuffix(".")'),
    _policy('host.lower().removesuffix(".")', "host.lower()"),
    _policy("if _LAST_LABEL_NUMBER.fullmatch(host):\n        return", "if False:\n        return"),
    _policy("if not _NAME.fullmatch(host) or len(host) > 253:", "if len(host) > 253:"),
    _policy("if not _NAME.fullmatch(host) or len(host) > 253:", "if not _NAME.fullmatch(host):"),
    # What is listed.
    _policy('if self.scheme not in ("", scheme):', "if False:"),
    _policy(
        "return port == DEFAULT_PORTS[self.scheme] if self.scheme else port in DEFAULT_PORTS.values()",
        "return True",
    ),
    _policy("return self.port in (ANY_PORT, port)", "return True"),
    _policy('host.endswith(f".{self.name}")', "host.endswith(self.name)"),
    _policy("if self.wildcard else host == self.name", "if self.wildcard else host.endswith(self.name)"),
    _policy('f".{domain}" for domain', "domain for domain"),
    _policy('bool(match["private"]) or _is_internal(name)', "True"),
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
    _broker("way.route.check(addresses)", "pass"),
    _broker("use_dns_cache=False", "use_dns_cache=True"),
    _broker("allow_redirects=False", "allow_redirects=True"),
    _broker("trust_env=False", "trust_env=True"),
    _broker("cookie_jar=aiohttp.DummyCookieJar()", "cookie_jar=aiohttp.CookieJar(unsafe=True)"),
    _broker('if self.settings.egress == "off":', "if False:"),
    _broker("if parsed.raw_user is not None or parsed.raw_password is not None:", "if False:"),
    _broker("return _parse_url(target)", "return URL(target, encoded=True)"),
    _broker("if redirects >= most:", "if False:"),
    _broker("if url.origin() != self.url.origin():", "if False:"),
    _broker("min(fetch.max_redirects, MAX_REDIRECTS)", "fetch.max_redirects"),
    _broker("if not _TOKEN.fullmatch(fetch.method) or", "if"),
    _broker("or fetch.method.upper() in _FORBIDDEN_METHODS:", "or False:"),
    _broker("if not _TOKEN.fullmatch(name) or", "if"),
    _broker("or not _VALUE.fullmatch(value):", "or False:"),
    _broker("if lower in _FORBIDDEN_HEADERS or", "if"),
    _broker('or lower.startswith("proxy-"):', "or False:"),
    _broker("if value.strip().lower() not in (url.raw_authority, str(url.raw_host)):", "if False:"),
    _broker("if self.count >= settings.egress_max_requests:", "if False:"),
    # What a connection takes.
    _connections("if data and self in self._all_resting:", "if False:"),
    _connections("if self._head_bytes > self._max_head_bytes:", "if False:"),
    _connections("if not self._awaited:", "if False:"),
    _connections("if self._interim > MAX_INTERIM:", "if False:"),
    _connections("while len(self._resting) > MAX_RESTING:", "while False:"),
    _connections('yet."""\n        self.abort()', 'yet."""\n        super().close()'),
)


def survives(mutant: Mutant) -> bool:
    """Whether all tests pass on it. Raises `ValueError` when its text is not in the file, or more than once."""
    source = (ROOT / "executor" / mutant.file).read_text()
    if source.count(mutant.text) != 1:
        raise ValueError(f"{mutant} is there {source.count(mutant.text)} times")
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory)
        shutil.copytree(
            ROOT / "executor", copy / "executor", ignore=shutil.ignore_patterns("__pycache__", "runtime")
        )
        (copy / "tests").mkdir()
        for path in (ROOT / "tests").glob("*.py"):
            shutil.copy(path, copy / "tests")
        shutil.copy(ROOT / "pyproject.toml", copy)
        (copy / "executor" / mutant.file).write_text(source.replace(mutant.text, mutant.replacement))
        command = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--tb=no", *TESTS)
        try:
            run = subprocess.run(command, cwd=copy, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            return False
    if run.returncode not in (0, 1):
        raise ValueError(f"{mutant}: the tests did not run: {run.stdout[-2000:].decode()}")
    return run.returncode == 0


def survivors(mutants: Iterable[Mutant]) -> list[Mutant]:
    """Those that no test noticed."""
    chosen = list(mutants)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return [mutant for mutant, alive in zip(chosen, threads.map(survives, chosen), strict=True) if alive]


def main() -> None:
    """Exits with 1 when a mutant survives."""
    chosen = [mutant for mutant in MUTANTS if all(word in str(mutant) for word in sys.argv[1:])]
    alive = survivors(chosen)
    for mutant in alive:
        print(f"survived: {mutant}")
    print(f"{len(chosen)} mutants, {len(chosen) - len(alive)} noticed")
    sys.exit(bool(alive))


if __name__ == "__main__":
    main()
