"""What a comparison comes to: what stops a run, what is a warning, what is said of a move. No platform is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from tests.reconcile.alert import FULL, Alert
from tests.stand_ins.ear import Ear

from pulumi_payment_webhooks.errors import Missing, PlatformError, Refused, Unavailable
from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.differences import Difference
from pulumi_payment_webhooks.reconcile.decide.states import ACCOUNT
from pulumi_payment_webhooks.reconcile.declare.declaration import Problem
from pulumi_payment_webhooks.reconcile.ports import Observed
from pulumi_payment_webhooks.reconcile.resource import ResourceType
from pulumi_payment_webhooks.reconcile.run.comparing import ComparisonVerdict, Existing, IgnoredPath, list_differences
from pulumi_payment_webhooks.reconcile.run.lifecycle import Lifecycle

STATE = {**check(Alert, {}, FULL).inputs, ACCOUNT: "api.example.net/acme"}
SAME = Difference(frozenset(), ())
REFUSED = [Refused("no", status=401, reason="401: no"), Refused("no", status=403, reason="403: no")]
UNCLEAR = [Unavailable("down", reason="503"), Refused("odd", status=400, reason="400"), Refused("odd", reason="odd")]


@dataclass
class Sight:
    """A platform that shows one object, or fails."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    failure: Exception | None = None
    is_blind: bool = False
    prepared: list[Mapping[str, Any]] = field(default_factory=list)

    def prepare(self, inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: Any) -> None:
        self.prepared.append(inputs)

    def reach(self, inputs: Mapping[str, Any], *, account: Any, run: Any) -> None:
        if self.failure:
            raise self.failure

    def observe(self, id: str, state: Mapping[str, Any], *, account: Any) -> Observed | None:
        self.reach({}, account=account, run=None)
        return None if self.is_blind else Observed(id, self.fields)

    def remarks(self, observed: Observed, changed: frozenset[str]) -> list[str]:
        return []


class Account:
    """An account that accepts what is its own, or was moved from another."""

    host = "api.example.net"
    name = "api.example.net/acme"
    is_offline = False
    workers = 1

    def fills(self) -> dict[str, object]:
        return {}

    def refuses(self, inputs: object) -> tuple[Problem, ...]:
        return ()

    def remarks(self) -> tuple[str, ...]:
        return ()

    def now(self) -> datetime:
        raise NotImplementedError("comparisons do not ask for the time")

    def refuses_account(self, recorded: str) -> str | None:
        return None if recorded in (self.name, "old.example.net/acme") else f"belongs to {recorded}"

    def is_move(self, recorded: str) -> bool:
        return recorded == "old.example.net/acme"


@dataclass
class Offline(Account):
    """The same, asking nothing."""

    is_offline = True


def of(sight: Sight, advise: Any = None) -> Lifecycle:
    nothing: Any = None
    advises = (lambda: advise) if advise else None
    return Lifecycle(
        ResourceType("test:Alert", "test", Alert, lambda: nothing, advise=advises, comparison=lambda: sight)
    )


def verdict(
    sight: Sight, state: Mapping[str, Any] = STATE, difference: Difference = SAME, **more: Any
) -> ComparisonVerdict:
    run: dict[str, Any] = {"account": Account(), "run": Ear(), **more}
    return of(sight).compare(Existing.of("a1", state, difference), **run)


def test_as_stored_is_silent() -> None:
    """
    What is as the state says needs no word.
    """
    assert verdict(Sight({"pause": 30, "level": "HIGH"})) == ComparisonVerdict(())


def test_missing_stops() -> None:
    """
    What does not exist is an error with id, host and remedy.
    """
    found = verdict(Sight(failure=Missing("gone")))

    assert [(one.refuses, one.problem.reason) for one in found.advice] == [
        (True, "a1 does not exist at api.example.net: run `pulumi up --refresh`")
    ]


def test_missing_of_an_old_state() -> None:
    """
    What a state without an account names may be elsewhere: the remedy is for the right account only.
    """
    old = {name: value for name, value in STATE.items() if name != ACCOUNT}
    [advice] = verdict(Sight(failure=Missing("gone")), old).advice

    assert str(advice.problem).endswith("run `pulumi up --refresh` if that is the right host and merchant")


@pytest.mark.parametrize("failure", REFUSED, ids=str)
def test_refusal_stops(failure: PlatformError) -> None:
    """
    Refused credentials are an error, said of an existing resource and of a new one.
    """
    new = of(Sight(failure=failure)).advice(STATE, {}, account=Account(), run=Ear())

    assert [one.refuses for one in (*verdict(Sight(failure=failure)).advice, *new)] == [True, True]


@pytest.mark.parametrize("failure", UNCLEAR, ids=lambda one: one.reason)
def test_no_definite_answer_is_a_warning(failure: PlatformError) -> None:
    """
    Everything else is a warning, which is said once in a run.
    """
    new = of(Sight(failure=failure)).advice(STATE, {}, account=Account(), run=Ear())

    assert [(one.refuses, one.once) for one in (*verdict(Sight(failure=failure)).advice, *new)] == [(False, True)] * 2


def test_refusal_is_said_alone() -> None:
    """
    Where the credentials are refused, the platform is asked for no further advice.
    """
    asked: list[Mapping[str, Any]] = []

    def advise(inputs: Mapping[str, Any], *_: Any, **__: Any) -> list[Any]:
        asked.append(inputs)
        return []

    of(Sight(failure=REFUSED[0]), advise).advice(STATE, {}, account=Account(), run=Ear())

    assert asked == []


def test_replaced_is_not_compared() -> None:
    """
    What is replaced need not exist, but has to be in this account.
    """
    replaced = Difference(frozenset({("accountId",)}), ("accountId",))
    found = [verdict(Sight(failure=Missing("gone")), state, replaced) for state in (STATE, {**STATE, ACCOUNT: "x/y"})]

    assert [[one.refuses for one in each.advice] for each in found] == [[], [True]]


def test_fresh_is_not_compared() -> None:
    """
    What this run has read itself is as its state says.
    """

    class Fresh(Ear):
        def is_fresh(self, id: str) -> bool:
            return True

    assert verdict(Sight({"pause": 99}), run=Fresh()) == ComparisonVerdict(())


def test_offline_compares_nothing() -> None:
    """
    An offline preview prepares nothing, notes once that it compares nothing, and still keeps to its account.
    """
    sight = Sight(failure=Missing("gone"))
    noted = of(sight).advice(STATE, {}, account=Offline(), run=Ear())
    found = [verdict(sight, state, account=Offline()) for state in (STATE, {**STATE, ACCOUNT: "x/y"})]

    assert [(one.is_note, one.once) for one in noted] == [(True, True)]
    assert ([[one.refuses for one in each.advice] for each in found], sight.prepared) == ([[], [True]], [])


def test_move() -> None:
    """
    What was moved is noted, and recorded by an update; what was left behind is a warning, and created again.
    """
    state = {**STATE, ACCOUNT: "old.example.net/acme"}
    there, gone, unseen = (
        verdict(sight, state) for sight in (Sight(), Sight(failure=Missing("gone")), Sight(is_blind=True))
    )

    assert [(one.is_moved, one.is_gone) for one in (there, gone, unseen)] == [
        (True, False),
        (True, True),
        (True, False),
    ]
    assert [(one.refuses, one.is_note) for found in (there, gone, unseen) for one in found.advice] == [
        (False, True),
        (False, False),
        (False, False),
    ]


def test_refusal_stops_a_move() -> None:
    """
    A declared move does not hide that the credentials are refused.
    """
    found = verdict(Sight(failure=REFUSED[0], is_blind=True), {**STATE, ACCOUNT: "old.example.net/acme"})

    assert [one.refuses for one in found.advice] == [False, True]


IGNORED: list[tuple[tuple[IgnoredPath, ...], list[str]]] = [
    ((), ["`contact.delay`", "`pause`", "`topics`"]),
    ((("pause",),), ["`contact.delay`", "`topics`"]),
    ((("contact",), ("topics", "orders", "order.new")), ["`pause`"]),
    ((("*", "delay"), ("topics", "*")), ["`pause`"]),
    ((("*",),), []),
    ((("contact", "delay", "deeper"), ("topics", "other")), ["`contact.delay`", "`pause`", "`topics`"]),
]


@pytest.mark.parametrize(("ignored", "fields"), IGNORED, ids=str)
def test_fields_are_named(ignored: tuple[IgnoredPath, ...], fields: list[str]) -> None:
    """
    Each managed field that differs is named, but for what the program ignores and what is computed.
    """
    observed = {
        "pause": 31,
        "topics": {"orders": {"order.paid": True, "order.late": True, "order.new": True}},
        "contact": {"phone": "112", "delay": 2, "note": "run"},
    }

    assert [str(one) for one in list_differences(Alert, STATE, observed, ignored)] == fields
