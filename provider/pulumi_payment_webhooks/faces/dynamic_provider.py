"""
One resource type, as Pulumi's dynamic host calls it: values are translated, and nothing is decided.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from ..errors import PartiallyDone, PaymentWebhooksError
from ..hints import Hints
from ..reconcile.resource import Platform, ResourceType
from ..reconcile.run.handler import Handler
from ..reconcile.run.phase import Phase
from ..settings.mechanism import Settings
from .engine import watch
from .host import DetailedDiff, HostCall, config_keys, current_call, raise_workers
from .row import Row
from .values import LITERAL, from_host, to_host

PHASE = Phase()
"""What this process remembers: it serves one phase of one command."""


class DynamicProvider(ResourceProvider):
    """
    One resource type.

    Args:
        resource: The resource type.
        platform: Its platform.
    """

    def __init__(self, resource: ResourceType, platform: Platform) -> None:
        super().__init__()
        self._resource = resource
        self._platform = platform
        self._handler = self._configured(Settings(lambda _: None, {}))

    def configure(self, req: ConfigureRequest) -> None:
        """Remember where settings are found."""
        if current_call() != HostCall():
            watch()
        self._handler = self._configured(Settings(req.config.get, os.environ), config_keys(req.config))

    def check(self, _olds: dict[str, object], news: dict[str, object]) -> CheckResult:
        """Answer the normal form and every problem; this is what a preview shows."""
        with self._answering() as row:
            verdict = self._handler.check(row.urn, from_host(_olds), from_host(news), Hints.among(news))
            for remark in verdict.remarks:
                row.say(remark)
        # A failure names no property: the engine would print its value.
        failures = [CheckFailure("", row.render(one)) for one in verdict.failures]
        return CheckResult(self._to_host(verdict.inputs), failures)

    def diff(self, _id: str, _olds: dict[str, object], _news: dict[str, object]) -> DiffResult:
        """Answer whether anything differs; the engine finds out what, so that ``ignore_changes`` and detail work."""
        with self._answering() as row:
            verdict = self._handler.diff(row.urn, _id, from_host(_olds), from_host(_news), row.call.ignored)
            for remark in verdict.remarks:
                row.say(remark)
            if verdict.failures:
                row.call.fail("\n".join(map(row.render, verdict.failures)))
        replaces = list(verdict.replacing)
        if verdict.outputs is not None:
            return DetailedDiff(verdict.changed, verdict.outputs, replaces)
        return DiffResult(
            changes=None if verdict.changed else verdict.is_due,
            replaces=replaces,
            delete_before_replace=verdict.is_deleted_first,
        )

    def create(self, props: dict[str, object]) -> CreateResult:
        """Create the object."""
        with self._operating() as row:
            stored = self._handler.create(row, from_host(props))
        return CreateResult(stored.id, self._to_host(stored.outputs))

    def read(self, id_: str, props: dict[str, object]) -> ReadResult:
        """Look at the object: its drift is in the inputs, too."""
        with self._operating() as row:
            stored = self._handler.read(row, id_, from_host(props))
        if stored is None:
            return ReadResult("", {})
        return ReadResult(stored.id, self._to_host(stored.outputs), self._to_host(stored.inputs))

    def update(self, _id: str, _olds: dict[str, object], _news: dict[str, object]) -> UpdateResult:
        """Bring the object to its new inputs."""
        with self._operating() as row:
            stored = self._handler.update(row, _id, from_host(_olds), from_host(_news))
        return UpdateResult(self._to_host(stored.outputs))

    def delete(self, _id: str, _props: dict[str, object]) -> None:
        """Delete the object."""
        with self._operating() as row:
            self._handler.delete(row, _id, from_host(_props))

    def _configured(self, settings: Settings, keys: tuple[str, ...] = ()) -> Handler:
        return Handler(self._resource, self._platform, settings, PHASE, keys)

    @contextmanager
    def _operating(self) -> Iterator[Row]:
        """While an operation runs. Further ones run concurrently; checks and diffs come one after another."""
        raise_workers(self._handler.workers)
        with self._answering() as row:
            yield row

    @contextmanager
    def _answering(self) -> Iterator[Row]:
        """While a call is answered. An error of ours ends it in one clear text; a bug keeps its traceback."""
        row = Row(current_call(), self._resource.names)
        try:
            yield row
        except PartiallyDone as failure:
            literal = {LITERAL: row.call.stored(LITERAL)}
            inputs, outputs = self._to_host(failure.inputs) | literal, self._to_host(failure.state) | literal
            row.call.fail_partly(row.worded(failure.message), id=failure.id, inputs=inputs, outputs=outputs)
        except PaymentWebhooksError as failure:
            row.call.fail(row.worded(failure.message))

    def _to_host(self, values: Mapping[str, object]) -> dict[str, Any]:
        return to_host(values, self._resource.secrets)
