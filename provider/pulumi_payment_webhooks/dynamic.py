"""
The dynamic face: Pulumi's Python host above, the registry below. The only module that stacks remember.

A stack stores a literal that names ``pulumi_payment_webhooks.dynamic`` and a kind, so this module never moves and
kinds never change. Every meaning is in the core; here it is only translated.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from pulumi.output import Unknown
from pulumi.runtime import rpc

from . import registry
from .client import announcing
from .dynamic_host import Call, current_call
from .errors import PartiallyDone, PaymentWebhooksError, SettingsProblem
from .reconcile.declaration import UNKNOWN, Problem
from .reconcile.lifecycle import ResourceType
from .reconcile.platform import Account
from .settings import Settings

_LITERAL = "__provider"
_NAME = re.compile(r"`([A-Za-z][A-Za-z.]*)`")


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
        self._settings = Settings(lambda _: None, {})

    def configure(self, req: ConfigureRequest) -> None:
        """Take down where settings are found. Nothing is read yet: a problem belongs to the resource it stops."""
        self._settings = Settings(req.config.get, os.environ)

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Normal form and every problem; this is what a preview shows."""
        call, problems = current_call(), []
        account: Account | None = None
        try:
            account = self._account()
        except SettingsProblem as problem:
            problems.append(Problem((), str(problem)))
        with _clean_errors(call):
            checked = self._resource.check(_from_host(_olds), _from_host(news), account=account)
        for warning in checked.warnings:
            call.warn(self._worded(warning))
        failures = [
            CheckFailure("", self._worded(problem))
            for problem in (*problems, *_without_consequences(checked.failures, problems))
        ]
        return CheckResult(self._to_host(checked.inputs), failures)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Whether anything differs; the engine finds out what, so that ``ignore_changes`` and detail work."""
        with _clean_errors(current_call()):
            difference = self._resource.diff(_from_host(_olds), _from_host(_news))
        return DiffResult(
            changes=None if difference.changed else False,
            replaces=list(difference.replacing),
            delete_before_replace=False,
        )

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Make the object."""
        with self._operation() as (account, tell):
            stored = self._resource.create(_from_host(props), account=account, tell=tell)
        return CreateResult(stored.id, self._to_host(stored.outputs))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Look at the object: its drift is in the inputs, too."""
        with self._operation() as (account, tell):
            stored = self._resource.read(id_, _from_host(props), account=account, tell=tell)
        if stored is None:
            return ReadResult("", {})
        return ReadResult(stored.id, self._to_host(stored.outputs), self._to_host(stored.inputs))

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Bring the object to its new inputs."""
        with self._operation(_news) as (account, tell):
            olds, news = _from_host(_olds), _from_host(_news)
            stored = self._resource.update(_id, olds, news, account=account, tell=tell)
        return UpdateResult(self._to_host(stored.outputs))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Remove the object."""
        with self._operation() as (account, tell):
            self._resource.delete(_id, _from_host(_props), account=account, tell=tell)

    @contextmanager
    def _operation(self, news: Mapping[str, Any] | None = None) -> Iterator[tuple[Account, _Terminal]]:
        call = current_call()
        with _clean_errors(call, self._partly):
            tell = _Terminal(call, self._named)
            with announcing(tell.progress):
                yield self._account(), tell

    def _account(self) -> Account:
        return registry.platform(self._resource.platform).account(self._settings)

    def _partly(self, call: Call, failure: PartiallyDone) -> None:
        literal = {_LITERAL: _literal_of(call)}
        inputs = {**self._to_host(failure.inputs), **literal}
        outputs = {**self._to_host(failure.state), **literal}
        call.fail_partly(self._named(str(failure)), id=failure.id, inputs=inputs, outputs=outputs)

    def _worded(self, problem: Problem) -> str:
        path = ".".join(self._resource.names.get(part, part) for part in problem.path)
        return self._named(f"{path}: {problem.reason}" if path else problem.reason)

    def _named(self, text: str) -> str:
        """*text* with the fields in it spelled as Python programs spell them."""
        names = self._resource.names

        def spelled(match: re.Match[str]) -> str:
            return ".".join(names.get(part, part) for part in match[1].split("."))

        return _NAME.sub(spelled, text)

    def _to_host(self, values: Mapping[str, Any]) -> dict[str, Any]:
        hidden = self._resource.secrets
        return {name: _secret(_to_host(value)) if name in hidden else _to_host(value) for name, value in values.items()}


class _Terminal:
    """Speaks on the resource's row; says each warning once."""

    def __init__(self, call: Call, worded: Callable[[str], str]) -> None:
        self._call = call
        self._worded = worded
        self._said: set[str] = set()

    def warn(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._call.warn(self._worded(text))

    def progress(self, text: str) -> None:
        self._call.progress(text)


@contextmanager
def _clean_errors(call: Call, partly: Callable[[Call, PartiallyDone], None] | None = None) -> Iterator[None]:
    """Ours end in one clear text; a bug keeps its traceback."""
    try:
        yield
    except PartiallyDone as failure:
        if partly is None:
            raise
        partly(call, failure)
    except PaymentWebhooksError as failure:
        call.fail(str(failure))


def _without_consequences(failures: Iterable[Problem], problems: list[Problem]) -> Iterator[Problem]:
    """Without what only follows from settings that could not be read: the fields they would have filled in."""
    for failure in failures:
        if not (problems and "whole stack" in failure.reason):
            yield failure


def _literal_of(call: Call) -> str:
    request = call.request
    for bag in ("news", "properties", "olds"):
        fields = getattr(getattr(request, bag, None), "fields", {})
        if _LITERAL in fields:
            return str(fields[_LITERAL].string_value)
    return ""


def _from_host(values: Any) -> Any:
    if isinstance(values, Unknown):
        return UNKNOWN
    if isinstance(values, Mapping):
        return {key: _from_host(value) for key, value in values.items() if key != _LITERAL}
    if isinstance(values, list):
        return [_from_host(value) for value in values]
    if isinstance(values, float) and values.is_integer():
        return int(values)
    return values


def _to_host(value: Any) -> Any:
    if value is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, Mapping):
        return {key: _to_host(one) for key, one in value.items()}
    return value


def _secret(value: Any) -> Any:
    """The wire form of a secret: the engine encrypts what carries this mark."""
    if value in (None, rpc.UNKNOWN):
        return value
    return {rpc._special_sig_key: rpc._special_secret_sig, "value": value}
