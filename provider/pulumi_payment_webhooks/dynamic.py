"""
The dynamic face: Pulumi's Python host above, the handler below. The only module that stacks remember.

A stack stores a literal that names ``pulumi_payment_webhooks.dynamic`` and a kind, so this module never moves and
kinds never change. Here values are translated, and nothing is decided.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
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

from . import registry
from .errors import PartiallyDone, PaymentWebhooksError
from .faces.engine import watch
from .faces.host import DetailedDiff, HostCall, config_keys, current_call, raise_workers
from .faces.row import Row
from .faces.values import LITERAL, from_host, to_host
from .hints import Hints
from .reconcile.resource import ResourceType
from .reconcile.run.handler import Handler
from .reconcile.run.phase import Phase
from .settings.mechanism import Settings

PHASE = Phase()
"""What this process remembers: it serves one phase of one command."""


def __getattr__(kind: str) -> DynamicProvider:
    try:
        return _provider(kind)
    except KeyError:
        raise AttributeError(f"this version of pulumi-payment-webhooks has no {kind!r}") from None


@cache
def _provider(kind: str) -> DynamicProvider:
    return DynamicProvider(registry.resource_type(kind))


class DynamicProvider(ResourceProvider):
    """One resource type, as Pulumi's dynamic host calls it."""

    def __init__(self, resource: ResourceType) -> None:
        super().__init__()
        self._resource = resource
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
        with self._answering() as row:
            stored = self._handler.create(row, from_host(props))
        return CreateResult(stored.id, self._to_host(stored.outputs))

    def read(self, id_: str, props: dict[str, object]) -> ReadResult:
        """Look at the object: its drift is in the inputs, too."""
        with self._answering() as row:
            stored = self._handler.read(row, id_, from_host(props))
        if stored is None:
            return ReadResult("", {})
        return ReadResult(stored.id, self._to_host(stored.outputs), self._to_host(stored.inputs))

    def update(self, _id: str, _olds: dict[str, object], _news: dict[str, object]) -> UpdateResult:
        """Bring the object to its new inputs."""
        with self._answering() as row:
            stored = self._handler.update(row, _id, from_host(_olds), from_host(_news))
        return UpdateResult(self._to_host(stored.outputs))

    def delete(self, _id: str, _props: dict[str, object]) -> None:
        """Delete the object."""
        with self._answering() as row:
            self._handler.delete(row, _id, from_host(_props))

    def _configured(self, settings: Settings, keys: tuple[str, ...] = ()) -> Handler:
        return Handler(self._resource, registry.platform(self._resource.platform), settings, PHASE, keys)

    @contextmanager
    def _answering(self) -> Iterator[Row]:
        """While a call is answered. An error of ours ends it in one clear text; a bug keeps its traceback."""
        row = Row(current_call(), self._resource.names)
        raise_workers(self._handler.workers)
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
