"""Pulumi's own plugin process for dynamic resources, and what an engine sees of it: no engine is needed."""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2, provider_pb2_grpc, status_pb2
from tests.messages import check_lines, check_warning
from tests.waiting import PATIENCE
from tests.warm.interpreter import warm_python

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET_MARK = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
SUBSCRIPTION = "cybersource:WebhookSubscription"
KEY = "cybersource:DigitalSignatureKey"
LITERALS = {
    SUBSCRIPTION: "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKY3liZXJzb3VyY2U6V2ViaG9va1N1YnNjcmlwdGlvbgou",
    KEY: "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKY3liZXJzb3VyY2U6RGlnaXRhbFNpZ25hdHVyZUtleQou",
    "cybersource:MessageEncryptionCertificate": (
        "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKY3liZXJzb3VyY2U6TWVzc2FnZUVuY3J5cHRpb25DZXJ0aWZpY2F0ZQou"
    ),
    "cybersource:OAuthCredentials": (
        "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKY3liZXJzb3VyY2U6T0F1dGhDcmVkZW50aWFscwou"
    ),
    "cybersource:OAuthSecurityConfig": (
        "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKY3liZXJzb3VyY2U6T0F1dGhTZWN1cml0eUNvbmZpZwou"
    ),
    "cybersource:RetryPolicy": "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKY3liZXJzb3VyY2U6UmV0cnlQb2xpY3kKLg==",
    "digital_river:Webhook": "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKZGlnaXRhbF9yaXZlcjpXZWJob29rCi4=",
    "digital_river:WebhookSecret": (
        "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMKZGlnaXRhbF9yaXZlcjpXZWJob29rU2VjcmV0Ci4="
    ),
}
"""What stacks store, byte for byte."""


class Engine(engine_pb2_grpc.EngineServicer):
    """Listens to what a plugin logs."""

    def __init__(self) -> None:
        self.heard: list[engine_pb2.LogRequest] = []
        self._news = Condition()

    def Log(self, request: engine_pb2.LogRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:  # noqa: N802 - the protocol's name
        with self._news:
            self.heard.append(request)
            self._news.notify_all()
        return empty_pb2.Empty()

    def progress(self, name: str) -> list[str]:
        """What the row of the resource *name* showed for a while; waits for the first such line."""

        def shown() -> list[str]:
            return [one.message for one in self.heard if one.ephemeral and one.urn.endswith(f"::{name}")]

        with self._news:
            assert self._news.wait_for(shown, timeout=PATIENCE), f"the row of {name} shows no progress"
            return shown()

    @property
    def warnings(self) -> list[engine_pb2.LogRequest]:
        return [one for one in self.heard if one.severity == engine_pb2.WARNING]


class CallFailed(Exception):
    """A call that the plugin ended with an error."""

    def __init__(self, error: grpc.RpcError) -> None:
        super().__init__(error.details())
        self.code = error.code()
        self.partial: Mapping[str, Any] | None = None
        for name, value in error.trailing_metadata() or ():
            if name == "grpc-status-details-bin":
                detail = provider_pb2.ErrorResourceInitFailed()
                status_pb2.Status.FromString(value).details[0].Unpack(detail)
                self.partial = json_format.MessageToDict(detail)


@dataclass
class Host:
    """
    One plugin process, called as the engine calls it.

    Args:
        stub: The connection to it.
        engine: Hears what it logs.
        process: The process itself.
        end_engine: Ends the engine, as a kill would: nobody listens at its address any more.
    """

    stub: provider_pb2_grpc.ResourceProviderStub
    engine: Engine
    process: "subprocess.Popen[bytes]"
    end_engine: Callable[[], object]

    def configure(self, config: Mapping[str, Any]) -> None:
        self._call("Configure", provider_pb2.ConfigureRequest(args=struct(config)))

    def check(
        self, kind: str, news: Mapping[str, Any], olds: Mapping[str, Any] | None = None, *, name: str = "orders"
    ) -> Mapping[str, Any]:
        request = provider_pb2.CheckRequest(urn=urn(kind, name), olds=bag(kind, olds or {}), news=bag(kind, news))
        return self._call("Check", request)

    def diff(
        self,
        kind: str,
        olds: Mapping[str, Any],
        news: Mapping[str, Any],
        *,
        id: str = "x",
        name: str = "orders",
        ignoring: Sequence[str] = (),
    ) -> Mapping[str, Any]:
        request = provider_pb2.DiffRequest(
            id=id, urn=urn(kind, name), olds=bag(kind, olds), news=bag(kind, news), ignoreChanges=ignoring
        )
        return {"changes": "DIFF_UNKNOWN", **self._call("Diff", request)}

    def creating(self, kind: str, inputs: Mapping[str, Any], *, name: str = "orders") -> Any:
        """A create that is under way."""
        request = provider_pb2.CreateRequest(urn=urn(kind, name), properties=bag(kind, inputs))
        return self.stub.Create.future(request, timeout=PATIENCE)

    def updating(self, kind: str, id: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Any:
        """An update that is under way."""
        request = provider_pb2.UpdateRequest(id=id, urn=urn(kind), olds=bag(kind, olds), news=bag(kind, news))
        return self.stub.Update.future(request, timeout=PATIENCE)

    def deleting(self, kind: str, id: str, state: Mapping[str, Any], *, name: str = "orders") -> Any:
        """A delete that is under way."""
        request = provider_pb2.DeleteRequest(id=id, urn=urn(kind, name), properties=bag(kind, state))
        return self.stub.Delete.future(request, timeout=PATIENCE)

    def create(self, kind: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._call("Create", provider_pb2.CreateRequest(urn=urn(kind), properties=bag(kind, inputs)))

    def read(self, kind: str, id: str, state: Mapping[str, Any], *, name: str = "orders") -> Mapping[str, Any]:
        there = bag(kind, state)
        return self._call("Read", provider_pb2.ReadRequest(id=id, urn=urn(kind, name), properties=there, inputs=there))

    def update(self, kind: str, id: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Mapping[str, Any]:
        request = provider_pb2.UpdateRequest(id=id, urn=urn(kind), olds=bag(kind, olds), news=bag(kind, news))
        return self._call("Update", request)

    def delete(self, kind: str, id: str, state: Mapping[str, Any]) -> None:
        self._call("Delete", provider_pb2.DeleteRequest(id=id, urn=urn(kind), properties=bag(kind, state)))

    def _call(self, method: str, request: Any) -> Mapping[str, Any]:
        try:
            answer = getattr(self.stub, method)(request, timeout=PATIENCE)
        except grpc.RpcError as error:
            raise CallFailed(error) from None
        told: Mapping[str, Any] = json_format.MessageToDict(answer)
        for warning in self.engine.warnings:
            check_warning(warning.message)
        for failure in told.get("failures", ()):
            if "(HTTP " not in failure["reason"]:  # What the platform says is as long as it is.
                check_lines(failure["reason"])
        return told


@contextmanager
def running_host(config: Mapping[str, Any], folder: os.PathLike[str]) -> Iterator[Host]:
    """Starts Pulumi's plugin process with a stack's *config*, and ends it."""
    engine = Engine()
    server = grpc.server(ThreadPoolExecutor(2))
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    command = [str(warm_python()), "-u", "-m", "pulumi.dynamic", f"127.0.0.1:{port}"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CYBERSOURCE_")}
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        own = process.stdout.readline().decode().strip()
        with grpc.insecure_channel(f"127.0.0.1:{own}") as channel:
            stub = provider_pb2_grpc.ResourceProviderStub(channel)
            host = Host(stub, engine, process, lambda: server.stop(None).wait())
            host.configure(config)
            yield host
    finally:
        process.kill()
        process.communicate()
        server.stop(None).wait()


def urn(kind: str, name: str = "orders") -> str:
    return f"urn:pulumi:dev::shop::pulumi-python:dynamic/{kind}::{name}"


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    result = struct_pb2.Struct()
    result.update(dict(values))
    return result


def bag(kind: str, values: Mapping[str, Any]) -> struct_pb2.Struct:
    """Properties as the engine hands them over: with the stored literal."""
    return struct({**values, "__provider": LITERALS[kind]})
