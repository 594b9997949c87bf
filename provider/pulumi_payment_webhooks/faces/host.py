"""
What Pulumi's dynamic host knows and does not pass on: the resource, warnings, progress, clean errors, partial failure.

The host calls our methods from a frame that holds the gRPC ``request`` and ``context``. Everything here reads that
frame, and each use degrades to Pulumi's plain behaviour where the frame is not as expected. Nothing else in the
package leans on the host's internals.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from types import FrameType
from typing import Any, NoReturn

import grpc
from google.protobuf import struct_pb2
from pulumi.dynamic import DiffResult
from pulumi.runtime import rpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2, status_pb2

from ..pulumi_names import name_in
from .engine import address

_METHODS = frozenset({"Check", "Diff", "Create", "Read", "Update", "Delete"})
_HOST = "DynamicResourceProviderServicer"
_DETAILS = "grpc-status-details-bin"


class DetailedDiff(DiffResult):
    """
    A difference that says itself what a preview shows, outputs included.

    The host copies three attributes of a result into its local ``fields`` and leaves the detail out: it is put beside
    them while the host reads the first. Where that cannot be done, the engine compares the inputs itself.

    Args:
        inputs: The inputs that differ, by their path, each with ``ADD``, ``DELETE`` or ``UPDATE``.
        outputs: Top-level names of the outputs that will change.
        replaces: Names of the inputs that replace the resource.
    """

    def __init__(self, inputs: Mapping[tuple[str, ...], str], outputs: Iterable[str], replaces: list[str]) -> None:
        kinds = provider_pb2.PropertyDiff.Kind
        self._detail = {
            _property_path(path): provider_pb2.PropertyDiff(kind=kinds.Value(kind), inputDiff=True)
            for path, kind in inputs.items()
        }
        for name in outputs:
            self._detail[name] = provider_pb2.PropertyDiff(kind=kinds.UPDATE)
        super().__init__(changes=None, replaces=replaces)

    @property
    def changes(self) -> bool | None:
        """Whether anything differs; None leaves it to the engine to find out."""
        fields = sys._getframe(1).f_locals.get("fields")
        if not isinstance(fields, dict):
            return None
        fields |= {"detailedDiff": self._detail, "hasDetailedDiff": True}
        return bool(self._detail)

    @changes.setter
    def changes(self, value: bool | None) -> None:
        """The base class sets it; the detail decides."""


def _property_path(path: tuple[str, ...]) -> str:
    """*path* as Pulumi spells it: with brackets around what is not a plain name."""
    first, *rest = path
    return first + "".join(f".{name}" if name.isidentifier() else f'["{name}"]' for name in rest)


class HostFailure(Exception):
    """What the person at the terminal is to read; raised where the host offers no better way to say it."""


@dataclass(frozen=True)
class HostCall:
    """One call of the host, as far as it can be seen: nothing of it where the host has changed."""

    request: Any = None
    context: Any = None

    @property
    def urn(self) -> str:
        """URN of the resource; empty where it is not known."""
        return str(getattr(self.request, "urn", "") or "")

    @property
    def name(self) -> str:
        """Name of the resource in the program."""
        return name_in(self.urn)

    def is_awaited(self) -> bool:
        """Whether the engine still waits for the answer, as it does until a second ^C. True where that is not known."""
        is_active = getattr(self.context, "is_active", None)
        return bool(is_active()) if callable(is_active) else True

    @property
    def ignored(self) -> tuple[tuple[str | int, ...], ...]:
        """The paths that the program has the engine ignore; none where the host does not say so."""
        paths = tuple(getattr(self.request, "ignoreChanges", ()))
        if not paths:
            return ()
        from .paths import segments

        return tuple(segments(one) for one in paths)

    def stored(self, name: str) -> str:
        """The text that the stack stores as *name*, in whatever bag the host has it; empty where there is none."""
        for bag in ("news", "properties", "olds"):
            fields = getattr(getattr(self.request, bag, None), "fields", {})
            if name in fields:
                return str(fields[name].string_value)
        return ""

    def on(self, urn: str) -> HostCall:
        """The same, for what is said of the resource *urn*."""
        return HostCall(provider_pb2.CheckRequest(urn=urn))

    def warn(self, text: str) -> None:
        """Show a warning on the resource. Its name is in the text: some displays leave it out."""
        self._log(engine_pb2.WARNING, f"{self.name}: {text}")

    def note(self, text: str) -> None:
        """Show information on the resource, which is not a warning; named as a warning is."""
        self._log(engine_pb2.INFO, f"{self.name}: {text}")

    def progress(self, text: str) -> None:
        """Show *text* in the row of the resource until the next such line."""
        self._log(engine_pb2.INFO, text, ephemeral=True)

    def fail(self, text: str) -> NoReturn:
        """End the call with *text* as the whole error."""
        self._abort(text)

    def fail_partly(
        self, text: str, *, id: str, inputs: Mapping[str, object], outputs: Mapping[str, object]
    ) -> NoReturn:
        """
        End the call with *text*, and have the engine keep the object: the next ``up`` updates it.

        Where the host does not allow that, the id is in the text, so that nothing is lost without a trace.
        """
        if self.context is None:
            raise HostFailure(f"{text} ({id} exists at the platform, and is not in the state)")
        detail = provider_pb2.ErrorResourceInitFailed(
            id=id, reasons=[text], properties=_struct(outputs), inputs=_struct(inputs)
        )
        status = status_pb2.Status(code=grpc.StatusCode.FAILED_PRECONDITION.value[0], message=text)
        status.details.add().Pack(detail)
        self.context.set_trailing_metadata(((_DETAILS, status.SerializeToString()),))
        self._abort(text)

    def _abort(self, text: str) -> NoReturn:
        if self.context is None:
            raise HostFailure(text)
        abort: Callable[[grpc.StatusCode, str], NoReturn] = self.context.abort
        # The host answers any exception with a traceback, through the same `abort`: let it say our text instead.
        self.context.abort = lambda *_: abort(grpc.StatusCode.FAILED_PRECONDITION, text)
        abort(grpc.StatusCode.FAILED_PRECONDITION, text)

    def _log(self, severity: engine_pb2.LogSeverity.ValueType, text: str, *, ephemeral: bool = False) -> None:
        engine = _engine()
        if engine is None:
            return
        request = engine_pb2.LogRequest(severity=severity, message=text, urn=self.urn, ephemeral=ephemeral)
        with suppress(grpc.RpcError):
            engine.Log(request, timeout=5)


def config_keys(config: object) -> tuple[str, ...]:
    """The full key of everything in the stack's config; none where the host keeps it elsewhere."""
    kept = getattr(config, "_props", None)
    return tuple(kept) if isinstance(kept, Mapping) else ()


def raise_workers(most: int) -> None:
    """
    Let the host answer up to *most* calls at once: its pool has four threads, which is its only limit.

    Nothing happens where the pool is not found, or has more already.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        reference = frame.f_locals.get("executor_reference")
        pool = reference() if callable(reference) else None
        if isinstance(pool, ThreadPoolExecutor):
            _widen(pool, most)
            return
        frame = frame.f_back


def _widen(pool: ThreadPoolExecutor, most: int) -> None:
    more = most - getattr(pool, "_max_workers", most)
    if more <= 0:
        return
    pool._max_workers = most
    with suppress(RuntimeError):  # It is being shut down.
        for _ in range(more):
            # A pool starts a thread only when work arrives: this starts those for the calls that wait already.
            pool.submit(int)


def current_call() -> HostCall:
    """The call that is being answered on this thread."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name in _METHODS and type(frame.f_locals.get("self")).__name__ == _HOST:
            return HostCall(frame.f_locals.get("request"), frame.f_locals.get("context"))
        frame = frame.f_back
    return HostCall()


@cache
def _engine() -> Any:
    at = address()
    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(at)) if at else None


def _struct(properties: Mapping[str, object]) -> struct_pb2.Struct:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(rpc.serialize_properties(dict(properties), {}))
    finally:
        loop.close()
