"""
Pulumi's plugin process for dynamic resources, one for each phase of a deployment. No engine is needed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import grpc
from google.protobuf import json_format
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2, provider_pb2_grpc
from tests.stand_ins.dynamic_process import LITERALS, CallFailed, Engine, bag, struct
from tests.waiting import PATIENCE
from tests.warm.interpreter import warm_python

ROOT = Path(__file__).parents[2]
TYPE = "pulumi-python:dynamic/"


class Host:
    """
    One plugin process, called as the engine calls it.

    Args:
        stub: The connection to it.
        engine: Hears what it logs.
    """

    def __init__(self, stub: provider_pb2_grpc.ResourceProviderStub, engine: Engine) -> None:
        self._stub = stub
        self.engine = engine

    def call(self, method: str, kind: str, name: str, *, id: str = "", **bags: Mapping[str, Any]) -> dict[str, Any]:
        """
        Call *method* for the resource *name*.

        Args:
            method: The method, in lower case.
            kind: The resource's kind.
            name: The resource's name.
            id: Its id, where the method takes one.
            bags: The property bags that the method takes.

        Raises:
            CallFailed: The provider ended the call with an error.
        """
        spoken = method.capitalize()
        fields = {member: bag(kind, values) for member, values in bags.items()}
        request = getattr(provider_pb2, f"{spoken}Request")(urn=urn(kind, name), **({"id": id} if id else {}), **fields)
        return self._answer(spoken, request)

    def configure(self, config: Mapping[str, Any]) -> None:
        """Hand over the stack's config."""
        self._answer("Configure", provider_pb2.ConfigureRequest(args=struct(config)))

    def _answer(self, method: str, request: Any) -> dict[str, Any]:
        try:
            answer = getattr(self._stub, method)(request, timeout=PATIENCE)
        except grpc.RpcError as error:
            raise CallFailed(error) from None
        read: dict[str, Any] = json_format.MessageToDict(answer)
        return read


class Hosts:
    """Starts plugin processes; `with Hosts() as hosts:` ends all of them at its end."""

    def __enter__(self) -> Self:
        self._environ = {name: value for name, value in os.environ.items() if not name.startswith("CYBERSOURCE_")}
        self._engine = Engine()
        self._server = grpc.server(ThreadPoolExecutor(4))
        engine_pb2_grpc.add_EngineServicer_to_server(self._engine, self._server)
        self._address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None).wait()

    @contextmanager
    def phase(self, config: Mapping[str, Any]) -> Iterator[Host]:
        """A process for one phase of a deployment, configured with a stack's *config*."""
        command = [str(warm_python()), "-u", "-m", "pulumi.dynamic", self._address]
        process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=subprocess.PIPE)
        self._engine.heard.clear()
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                host = Host(provider_pb2_grpc.ResourceProviderStub(channel), self._engine)
                host.configure(config)
                yield host
        finally:
            process.kill()
            process.communicate()


def urn(kind: str, name: str) -> str:
    """The URN of a resource."""
    assert kind in LITERALS
    return f"urn:pulumi:dev::shop::{TYPE}{kind}::{name}"
