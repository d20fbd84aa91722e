"""The methods behind their interceptors: who is asked when, and that nothing is served which nobody serves."""

from typing import Any, NamedTuple

import grpc
import pytest

from executor.rpc.chain import Methods


class Details(NamedTuple):
    """Of a call, as gRPC tells them."""

    method: str


class Asked(grpc.aio.ServerInterceptor):
    """Notes each method that it is asked of, and passes on what is behind it."""

    def __init__(self) -> None:
        self.methods: list[str] = []

    async def intercept_service(self, continuation: Any, details: Any) -> Any:
        self.methods.append(details.method)
        return await continuation(details)


class Waiting(grpc.aio.ServerInterceptor):
    """As none of ours: it waits before it decides."""

    async def intercept_service(self, continuation: Any, details: Any) -> Any:
        await continuation(details)
        await _Nothing()


class _Nothing:
    def __await__(self) -> Any:
        yield


async def get(request: bytes, context: object) -> bytes:
    return request


HANDLER = grpc.unary_unary_rpc_method_handler(get)


def methods_behind(interceptor: grpc.aio.ServerInterceptor, *, is_judged: bool = False) -> Methods:
    methods = Methods([interceptor], is_judged=is_judged)
    for name in ("test.One", "test.Other"):
        methods.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(name, {"Get": HANDLER}),))
        methods.add_registered_method_handlers(name, {"Get": HANDLER})
    return methods


@pytest.mark.parametrize(("is_judged", "times"), [(False, 1), (True, 3)])
def test_interceptors_are_asked_once_for_a_method_unless_they_judge_callers(is_judged, times):
    asked = Asked()
    methods = methods_behind(asked, is_judged=is_judged)
    assert [methods.service(Details("/test.Other/Get")) for _ in range(3)] == [HANDLER] * 3
    assert asked.methods == ["/test.Other/Get"] * times


def test_method_that_nobody_serves_has_no_handler_and_is_not_remembered():
    asked = Asked()
    methods = methods_behind(asked)
    for method in ("/test.One/Put", "/test.Third/Get", "/test.One/Put"):
        assert methods.service(Details(method)) is None
    assert len(asked.methods) == 3


def test_interceptor_that_waits_is_a_bug_of_ours():
    with pytest.raises(RuntimeError, match="waits"):
        methods_behind(Waiting()).service(Details("/test.One/Get"))
