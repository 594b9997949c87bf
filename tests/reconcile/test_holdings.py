"""
What the resources of one run hold and claim: who is in whose way, who gives way, and who waits for whom.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from pulumi_payment_webhooks.reconcile import holdings as module
from pulumi_payment_webhooks.reconcile.holdings import Holdings

A, B, C = "urn::a", "urn::b", "urn::c"
BREAD, MILK, SALT = "bread", "milk", "salt"


@pytest.fixture
def holdings() -> Holdings:
    return Holdings()


@pytest.fixture
def aside() -> Iterator[Callable[..., Future[Any]]]:
    """
    Calls a function on another thread.
    """
    with ThreadPoolExecutor(4) as pool:
        yield pool.submit


def program(holdings: Holdings, claims: dict[str, set[str]]) -> None:
    for holder, claimed in claims.items():
        holdings.declare(holder, frozenset(claimed))


def held(holdings: Holdings, id: str, holder: str, *claims: str, is_settled: bool = False) -> None:
    holdings.hold(id, holder, frozenset(claims), is_settled=is_settled)


def waits(holdings: Holdings, asker: str) -> None:
    """
    Return when *asker* has begun to wait.
    """
    while asker not in holdings._waiting:
        with holdings._changed:
            holdings._changed.wait(0.01)


def test_same_claim_twice(holdings: Holdings) -> None:
    """
    Whoever declares a claim second is told who made it first.
    """
    program(holdings, {A: {BREAD, MILK}})

    assert holdings.declare(B, frozenset({MILK, SALT})) == {MILK: A}


def test_same_resource_twice(holdings: Holdings) -> None:
    """
    A resource that is checked once more is not in its own way, and only its last claims count.
    """
    program(holdings, {A: {BREAD}})

    assert holdings.declare(A, frozenset({BREAD, MILK})) == {}
    assert (holdings.declare(A, frozenset({SALT})), holdings.declare(B, frozenset({BREAD}))) == ({}, {})


def test_heir(holdings: Holdings) -> None:
    """
    An object that another resource of the program holds as well has an heir.
    """
    program(holdings, {B: {BREAD}})
    held(holdings, "1", B, BREAD)

    assert (holdings.other_holder("1", A), holdings.other_holder("1", B)) == (B, None)


def test_nobody_declared_is_no_heir(holdings: Holdings) -> None:
    """
    What is only in the state, and not in the program, inherits nothing.
    """
    held(holdings, "1", B, BREAD)

    assert (holdings.other_holder("1", A), holdings.other_holder("2", A)) == (None, None)


@pytest.mark.parametrize(
    ("claims", "claim", "gives"), [({MILK}, BREAD, True), ({BREAD}, BREAD, False), (set(), BREAD, True)]
)
def test_letting_go(claims: set[str], claim: str, gives: bool, holdings: Holdings) -> None:
    """
    A declared holder lets go of what it will not claim any more.
    """
    program(holdings, {A: claims})
    held(holdings, "1", A, *claims)

    assert holdings.is_letting_go("1", claim, asker=B) is gives


def test_undeclared_holder_keeps(holdings: Holdings) -> None:
    """
    Nobody knows what becomes of an object whose holder was not seen in the program.
    """
    held(holdings, "1", A)

    assert (holdings.is_letting_go("1", BREAD, asker=B), holdings.is_letting_go("2", BREAD, asker=B)) == (False, False)


def test_made_anew_in_place_of_itself(holdings: Holdings) -> None:
    """
    The object that the asking resource itself holds makes way for it, whatever it claims.
    """
    program(holdings, {A: {BREAD}})
    held(holdings, "1", A, BREAD)

    assert holdings.is_letting_go("1", BREAD, asker=A)


def test_released_once_settled(holdings: Holdings, aside: Callable[..., Future[Any]]) -> None:
    """
    Whoever waits goes on when the holder is through with its update.
    """
    program(holdings, {A: {MILK}, B: {BREAD}})
    held(holdings, "1", A, MILK)
    waiting = aside(holdings.is_released, "1", BREAD, asker=B)
    waits(holdings, B)
    held(holdings, "1", A, MILK, is_settled=True)

    assert waiting.result(5) is True


def test_released_by_one_that_appears_later(holdings: Holdings, aside: Callable[..., Future[Any]]) -> None:
    """
    A holder that the engine has not come to yet is waited for.
    """
    waiting = aside(holdings.is_released, "1", BREAD, asker=B)
    program(holdings, {A: {MILK}})
    held(holdings, "1", A, MILK, is_settled=True)

    assert waiting.result(5) is True


def test_kept_claim_is_not_waited_for(holdings: Holdings) -> None:
    """
    A holder that keeps the claim is not waited for.
    """
    program(holdings, {A: {BREAD}})
    held(holdings, "1", A, BREAD)

    assert holdings.is_released("1", BREAD, asker=B) is False


def test_nobody_appears(holdings: Holdings, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where no resource of the program holds the object, waiting ends.
    """
    monkeypatch.setattr(module, "APPEARS_WITHIN", 0.01)
    held(holdings, "1", A)

    assert holdings.is_released("1", BREAD, asker=B) is False


def test_never_settled(holdings: Holdings, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A holder that never comes to an end is not waited for without limit.
    """
    monkeypatch.setattr(module, "SETTLES_WITHIN", 0.01)
    program(holdings, {A: set()})
    held(holdings, "1", A)

    assert holdings.is_released("1", BREAD, asker=B) is False


def test_two_that_wait_for_each_other(holdings: Holdings, aside: Callable[..., Future[Any]]) -> None:
    """
    Of two that swap, the second is told at once; the first goes on when the second has ended.
    """
    program(holdings, {A: {MILK}, B: {BREAD}})
    held(holdings, "1", A, MILK)
    held(holdings, "2", B, BREAD)
    first = aside(holdings.is_released, "2", MILK, asker=A)
    waits(holdings, A)

    assert holdings.is_released("1", BREAD, asker=B) is False
    held(holdings, "2", B, BREAD, is_settled=True)
    assert first.result(5) is True


def test_circle_of_three(holdings: Holdings, aside: Callable[..., Future[Any]]) -> None:
    """
    Three that pass on a claim in a circle are found out by the third.
    """
    program(holdings, {A: {MILK}, B: {SALT}, C: {BREAD}})
    for id, holder, claim in (("1", A, MILK), ("2", B, SALT), ("3", C, BREAD)):
        held(holdings, id, holder, claim)
    two = [aside(holdings.is_released, "2", MILK, asker=A), aside(holdings.is_released, "3", SALT, asker=B)]
    waits(holdings, A)
    waits(holdings, B)

    assert holdings.is_released("1", BREAD, asker=C) is False
    for id, holder in (("2", B), ("3", C)):
        held(holdings, id, holder, is_settled=True)
    assert [one.result(5) for one in two] == [True, True]


def test_chain_is_no_circle(holdings: Holdings, aside: Callable[..., Future[Any]]) -> None:
    """
    One that waits for another that waits for a third gets its turn.
    """
    program(holdings, {A: {MILK}, B: {SALT}, C: set()})
    held(holdings, "2", B, SALT)
    held(holdings, "3", C)
    two = [aside(holdings.is_released, "3", SALT, asker=B), aside(holdings.is_released, "2", MILK, asker=A)]
    waits(holdings, A)
    waits(holdings, B)
    for id, holder in (("3", C), ("2", B)):
        held(holdings, id, holder, is_settled=True)

    assert [one.result(5) for one in two] == [True, True]
