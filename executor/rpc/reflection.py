"""Server reflection, in the version v1 and in v1alpha, which older clients ask for; grpcio-reflection has only the latter.

What it finds is the library's. Here is what that lacks: the names of methods and fields as symbols, and our proto as it was
written, with its comments and the names of JSON, which the descriptors that a program is compiled with have lost.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources
from typing import Any

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, text_format
from grpc_reflection.v1alpha import reflection, reflection_pb2

from executor.rpc.chain import Methods
from executor.v1 import executor_pb2 as pb

V1 = "grpc.reflection.v1.ServerReflection"
_METHOD = "ServerReflectionInfo"


def add_reflection(services: Sequence[str], served: Methods) -> None:
    """Of these services, and of itself."""
    names = (*services, V1, reflection.SERVICE_NAME)
    servicer = reflection.aio.ReflectionServicer(names, pool=_Pool(descriptor_pool.Default()))
    # Both versions have the same messages but for the package in their names, which is not on the wire.
    handler = grpc.stream_stream_rpc_method_handler(
        servicer.ServerReflectionInfo,
        reflection_pb2.ServerReflectionRequest.FromString,
        reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    served.add_generic_rpc_handlers(
        tuple(
            grpc.method_handlers_generic_handler(name, {_METHOD: handler})
            for name in (V1, reflection.SERVICE_NAME)
        )
    )


def _renamed() -> descriptor_pb2.FileDescriptorProto:
    """The file of v1alpha as v1's."""
    file = descriptor_pb2.FileDescriptorProto()
    reflection_pb2.DESCRIPTOR.CopyToProto(file)
    text = text_format.MessageToString(file).replace("v1alpha", "v1")
    return text_format.Parse(text, descriptor_pb2.FileDescriptorProto())


class _Pool:
    """A `DescriptorPool` as the library's servicer asks it."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    @functools.cached_property
    def _pool(self) -> Any:
        # When somebody asks: a start has no time for it.
        self._plain.AddSerializedFile(_renamed().SerializeToString())
        return self._plain

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def FindFileByName(self, name: str) -> _File:  # noqa: N802 - protobuf's name
        """Raises `KeyError`."""
        return _File(self._pool.FindFileByName(name))

    def FindFileContainingSymbol(self, symbol: str) -> _File:  # noqa: N802 - protobuf's name
        """Raises `KeyError`."""
        try:
            return _File(self._pool.FindFileContainingSymbol(symbol))
        except KeyError:
            return _File(self._file_of_part(*symbol.rpartition(".")[::2]))

    def _file_of_part(self, whole: str, name: str) -> Any:
        """Of a method of a service, or a field of a message. Raises `KeyError`."""
        for find, parts in (
            (self._pool.FindServiceByName, "methods_by_name"),
            (self._pool.FindMessageTypeByName, "fields_by_name"),
        ):
            try:
                found = find(whole)
            except KeyError:
                continue
            if name in getattr(found, parts):
                return found.file
        raise KeyError(name)


class _File:
    """A `FileDescriptor` as the library's servicer asks it."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.name = file.name

    @property
    def dependencies(self) -> list[_File]:
        """What it imports."""
        return [_File(file) for file in self._file.dependencies]

    def CopyToProto(self, proto: descriptor_pb2.FileDescriptorProto) -> None:  # noqa: N802 - protobuf's name
        """Ours with all that is in its source."""
        if self.name != pb.DESCRIPTOR.name:
            self._file.CopyToProto(proto)
            return
        image = resources.files("executor.v1").joinpath("executor.binpb").read_bytes()
        (written,) = descriptor_pb2.FileDescriptorSet.FromString(image).file
        proto.CopyFrom(written)
