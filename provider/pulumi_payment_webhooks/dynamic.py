"""
The dynamic face: Pulumi's Python host above, the registry below. The only module that stacks remember.

A stack stores a literal that names ``pulumi_payment_webhooks.dynamic`` and a kind, so this module never moves and
kinds never change. Every meaning is in the core; here it is only translated.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
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
from .attendance import awaited
from .errors import PartiallyDone, PaymentWebhooksError, SettingsProblem
from .faces.engine import watch
from .faces.host import Call, DetailedDiff, config_keys, current_call, name_in, raise_workers, type_in
from .faces.terminal import HOLDINGS, SAID, Terminal
from .hints import PARTS, PROGRAM, Hints
from .pages import see
from .reconcile.decide.differences import Difference
from .reconcile.decide.states import ACCOUNT
from .reconcile.declare.declaration import UNKNOWN, Problem
from .reconcile.ports import Account, Advice
from .reconcile.resource import ResourceType
from .reconcile.run.comparing import Verdict
from .reconcile.run.lifecycle import Lifecycle
from .reconcile.run.ownership import Question, Standing
from .settings.mechanism import Settings, misspelt
from .wording import few

_LITERAL = "__provider"
_NOT_INPUTS = frozenset({_LITERAL, PROGRAM, PARTS})
_RENAMES = see("how-to/rename-or-replace")
_SWAP = see("how-to/rename-or-replace#swap-products")
_NAME = re.compile(r"`([A-Za-z][\w.-]*)`")


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
        self._lifecycle = Lifecycle(resource)
        self._settings = Settings(lambda _: None, {})
        self._misspelt: tuple[str, ...] = ()
        self._opened: Account | None = None
        self._reviewing: Account | None = None

    def configure(self, req: ConfigureRequest) -> None:
        """Take down where settings are found. Nothing is read yet: a problem belongs to the resource it stops."""
        if current_call() != Call():
            watch()
        self._settings = Settings(req.config.get, os.environ)
        self._opened = self._reviewing = None
        platform = registry.platform(self._resource.platform)
        names = platform.name.replace("_", "")
        self._misspelt = tuple(misspelt(config_keys(req.config), platform.settings, platform=names))

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """
        Normal form, every problem, and what a look at the platform tells; this is what a preview shows.

        Misspelt settings are told here alone, before a deployment: what is there can still be read and deleted.
        """
        call, hints = current_call(), Hints.among(news)
        olds, problems = _from_host(_olds), [Problem((), line) for line in self._misspelt]
        account: Account | None = None
        try:
            account = self._reviewer()
            raise_workers(account.workers)
        except SettingsProblem as problem:
            problems.append(Problem((), str(problem)))
        with _clean_errors(call, self._named):
            checked = self._lifecycle.check(olds, _from_host(news), account=account, hints=hints)
            problems += _without_consequences(checked.failures, problems)
            problems += self._declared(call, checked.inputs, olds, hints)
            terminal = Terminal(call, self._named)
            advice = [Advice(warning) for warning in checked.warnings]
            if account and not problems:
                advice += [Advice(Problem((), remark), once=True) for remark in account.remarks()]
                advice += self._lifecycle.advice(checked.inputs, olds, account=account, run=terminal)
                advice = [*self._standing(call, advice)]
                problems += [one.problem for one in advice if one.refuses]
            if not problems:  # First things first: what stops the deployment.
                self._say(terminal, advice)
        if problems:
            HOLDINGS.fail(call.urn)
        planned = self._lifecycle.planned(olds, checked.inputs) if hints.is_preview and not problems else {}
        inputs = self._to_host({**checked.inputs, **planned})
        return CheckResult(inputs, [CheckFailure("", self._worded(one)) for one in problems])

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Whether anything differs; the engine finds out what, so that ``ignore_changes`` and detail work."""
        call = current_call()
        with _clean_errors(call, self._named):
            state, inputs = _from_host(_olds), _from_host(_news)
            difference = self._lifecycle.diff(state, inputs)
            is_renewed = self._aged(call, state, inputs, is_changing=bool(difference.changed))
            verdict = self._compare(call, _id, state, difference)
        for held in (_id, *self._resource.parts(_id, inputs)):
            HOLDINGS.hold(held, call.urn)
        replaces = [*difference.replacing, *([ACCOUNT] if verdict.is_moved and verdict.is_gone else [])]
        if planned := [name for name in self._resource.declaration.renewed if name in inputs]:
            shown = [*(planned if is_renewed else ()), *([ACCOUNT] if verdict.is_moved else ())]
            return DetailedDiff(difference.kinds(state, inputs), shown, replaces)
        return DiffResult(
            changes=None if difference.changed else is_renewed or verdict.is_moved,
            replaces=replaces,
            # In place of itself, an object can only be made once the old one has given up the natural key.
            delete_before_replace=self._resource.is_exclusive and bool(self._resource.claims(inputs)),
        )

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Make the object."""
        with self._operation() as (account, tell):
            stored = self._lifecycle.create(_from_host(props), account=account, run=tell)
            HOLDINGS.see(stored.id)
            for held in (stored.id, *self._resource.parts(stored.id, stored.inputs)):
                tell.holds(held)
        return CreateResult(stored.id, self._to_host(stored.outputs))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Look at the object: its drift is in the inputs, too."""
        with self._operation(changes=False) as (account, tell):
            stored = self._lifecycle.read(id_, _from_host(props), account=account, run=tell)
        if stored is None:
            return ReadResult("", {})
        return ReadResult(stored.id, self._to_host(stored.outputs), self._to_host(stored.inputs))

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Bring the object to its new inputs."""
        with self._operation() as (account, tell):
            olds, news = _from_host(_olds), _from_host(_news)
            stored = self._lifecycle.update(_id, olds, news, account=account, run=tell)
        return UpdateResult(self._to_host(stored.outputs))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Remove the object, unless another resource of the program holds it by now."""
        with self._operation() as (account, tell):
            if heir := tell.heir(_id):
                # A part that is declared inline by now was moved there: that is no rename, and nothing to tell.
                if type_in(heir) == type_in(tell.urn):
                    tell.warn(_inherited(_id, tell.name, name_in(heir)))
                return
            self._lifecycle.delete(_id, _from_host(_props), account=account, run=tell)

    @contextmanager
    def _operation(self, *, changes: bool = True) -> Iterator[tuple[Account, Terminal]]:
        from .client import announcing  # A preview of what is unchanged asks nobody, and does not pay for it.

        call = current_call()
        with _clean_errors(call, self._named, self._partly):
            tell = Terminal(call, self._named)
            account = self._account()
            raise_workers(account.workers)
            under_way = HOLDINGS.changing(call.urn) if changes else nullcontext()
            with under_way, announcing(tell.progress), awaited(call.is_awaited):
                yield account, tell

    def _account(self) -> Account:
        if self._opened is None:
            self._opened = registry.platform(self._resource.platform).account(self._settings)
        return self._opened

    def _reviewer(self) -> Account:
        """The account as checks and diffs need it: an offline preview does without credentials."""
        if self._reviewing is None:
            self._reviewing = registry.platform(self._resource.platform).reviewer(self._settings)
        return self._reviewing

    def _compare(self, call: Call, id: str, state: Mapping[str, Any], difference: Difference) -> Verdict:
        """Say what a comparison with the platform came to."""
        terminal, account = Terminal(call, self._named), self._reviewer()
        verdict = self._lifecycle.compare(id, state, difference, account=account, run=terminal, ignored=call.ignored)
        if refusals := [self._worded(one.problem) for one in verdict.advice if one.refuses]:
            call.fail("\n".join(refusals))
        self._say(terminal, verdict.advice)
        return verdict

    def _say(self, terminal: Terminal, advice: Iterable[Advice]) -> None:
        for one in advice:
            say = terminal.note if one.is_note else terminal.warn
            say(self._worded(one.problem), once=one.once)

    def _declared(
        self, call: Call, inputs: Mapping[str, Any], olds: Mapping[str, Any], hints: Hints
    ) -> Iterator[Problem]:
        """That another resource of the program claims the same, or gives something up only in exchange."""
        if not call.urn:
            return
        claims, before = self._resource.claims(inputs), frozenset(self._resource.claims(olds))
        kind, siblings = self._resource.kind, hints.siblings
        others = HOLDINGS.declare(call.urn, frozenset(claims), before=before, group=kind, siblings=siblings)
        for claim, other in others.items():
            reason = f"{claim.title} is declared by {name_in(other)!r} as well; {claim.remedy}"
            yield Problem(claims[claim], reason)
        if circle := [repr(name_in(one)) for one in HOLDINGS.circle(call.urn)]:
            remedy = "remove it from one first, then add it to the other"
            yield Problem((), f"swaps with {few(circle)}, which one deployment cannot do\n{remedy}; {_SWAP}")

    def _standing(self, call: Call, advice: Iterable[Advice]) -> Iterator[Advice]:
        """
        What of *advice* holds, whatever the other resources of the program do, and of what others were advised before.

        What depends on resources that were not seen yet is kept until they were; a refusal is then that of the last.
        """
        for one in advice:
            standing = HOLDINGS.standing(one.unless, call.urn) if one.unless else Standing.KEPT
            if standing is Standing.OPEN:
                HOLDINGS.postpone(Question(call.urn, one.unless, one))
            elif standing is Standing.KEPT:
                yield one
        for question in HOLDINGS.answered(self._resource.kind):
            one = question.subject
            if question.holder != call.urn and one.refuses:
                yield replace(one, problem=Problem((), f"{name_in(question.holder)!r}: {self._worded(one.problem)}"))
            elif question.holder != call.urn:
                self._say(Terminal(call.on(question.holder), self._named), [one])
            else:
                yield one

    def _aged(self, call: Call, state: Mapping[str, Any], inputs: Mapping[str, Any], *, is_changing: bool) -> bool:
        """Whether the object is renewed, because that is asked for or due; and what should be known of it, said."""
        now, terminal, kind = datetime.now(UTC), Terminal(call, self._named), self._resource.declaration
        is_update = not call.urn or HOLDINGS.is_declared(call.urn)  # A refresh compares as well, and renews nothing.
        due = kind.is_due(state, inputs, at=now) if is_update else None
        is_renewed = due is not None or (is_update and kind.is_renewed(state, inputs))
        if is_renewed and (notice := kind.on_renewal(due)):
            terminal.warn(notice)
        elif not is_changing:  # Whoever changes it may be following the remark just now.
            for remark in kind.remarks(state, at=now):
                terminal.warn(remark)
        return is_renewed

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


def _inherited(id: str, name: str, heir: str) -> str:
    return f"not deleting {id}: {heir!r} manages it now; give it an alias for {name!r}; {_RENAMES}"


@contextmanager
def _clean_errors(
    call: Call, worded: Callable[[str], str], partly: Callable[[Call, PartiallyDone], None] | None = None
) -> Iterator[None]:
    """Ours end in one clear text; a bug keeps its traceback."""
    try:
        with HOLDINGS.failing(call.urn):
            yield
    except PartiallyDone as failure:
        if partly is None:
            raise
        partly(call, failure)
    except SettingsProblem as failure:  # It stops every resource, and is explained on one of them.
        first = SAID.first(call.urn, str(failure))
        same = f"stopped for the same reason as {name_in(first)!r}"
        call.fail(worded(str(failure)) if first == call.urn else same)
    except PaymentWebhooksError as failure:
        call.fail(worded(str(failure)))


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
        return {key: _from_host(value) for key, value in values.items() if key not in _NOT_INPUTS}
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
