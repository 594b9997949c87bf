"""
What the resources of one run hold and claim: who is in whose way, who gives way, and who waits for whom.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.reconcile.run import ownership as module
from pulumi_payment_webhooks.reconcile.run.ownership import Holdings, Question, Standing

A, B, C = "urn::a", "urn::b", "urn::c"
BREAD, MILK, SALT = "bread", "milk", "salt"
NOTHING: set[str] = set()


@pytest.fixture
def holdings() -> Holdings[str]:
    return Holdings()


@pytest.fixture
def aside() -> Iterator[Callable[..., Future[Any]]]:
    """
    Calls a function on another thread.
    """
    with ThreadPoolExecutor(4) as pool:
        yield pool.submit


def declare(
    holdings: Holdings[str], holder: str, now: set[str], before: set[str] = NOTHING, of: int | None = None
) -> dict[Any, str]:
    """
    Declare a resource of a program of *of* resources.
    """
    return dict(holdings.declare(holder, frozenset(now), before=frozenset(before), group="shop", siblings=of))


def standing(holdings: Holdings[str], holder: str, *claims: str) -> Standing:
    return holdings.standing((frozenset(claims),), holder)


def released(holdings: Holdings[str], asker: str, *claims: str) -> bool:
    return holdings.is_released(frozenset(claims), asker=asker)


def change(holdings: Holdings[str], holder: str) -> None:
    """
    Begin and end an operation.
    """
    with holdings.changing(holder):
        pass


def waits(holdings: Holdings[str], waiting: Future[Any]) -> None:
    """
    Return when *waiting* has begun to wait.
    """
    while not waiting.running() or not any(holdings._changed._waiters):  # type: ignore[attr-defined]  # Python's own.
        wait([waiting], 0.01)


def test_same_claim_twice(holdings: Holdings[str]) -> None:
    """
    The second resource that declares a claim learns which one made it first.
    """
    declare(holdings, A, {BREAD, MILK})

    assert declare(holdings, B, {MILK, SALT}) == {MILK: A}


def test_same_resource_twice(holdings: Holdings[str]) -> None:
    """
    A resource that is checked once more is not in its own way, and only its last claims count.
    """
    declare(holdings, A, {BREAD})

    assert declare(holdings, A, {BREAD, MILK}) == {}
    assert (declare(holdings, A, {SALT}), declare(holdings, B, {BREAD})) == ({}, {})


def test_heir(holdings: Holdings[str]) -> None:
    """
    An object that another resource of the program holds as well has an heir.
    """
    declare(holdings, B, {BREAD})
    holdings.hold("1", B)

    assert (holdings.other_holder("1", A), holdings.other_holder("1", B)) == (B, None)


def test_nobody_declared_is_no_heir(holdings: Holdings[str]) -> None:
    """
    What is only in the state, and not in the program, inherits nothing.
    """
    holdings.hold("1", B)

    assert (holdings.other_holder("1", A), holdings.other_holder("2", A)) == (None, None)


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("now", "outcome"), [({MILK}, Standing.RELEASED), ({BREAD}, Standing.KEPT), (NOTHING, Standing.RELEASED)]
)
def test_claim_is_released(now: set[str], outcome: Standing, is_first: bool, holdings: Holdings[str]) -> None:
    """
    A resource gives up what it had and does not claim any more; that is known once both were seen, in either order.
    """
    both = [lambda: declare(holdings, A, now, {BREAD}, 2), lambda: declare(holdings, B, {BREAD}, of=2)]
    for one in both if is_first else reversed(both):
        one()

    assert standing(holdings, B, BREAD) is outcome


def test_open_until_all_are_seen(holdings: Holdings[str]) -> None:
    """
    While a resource of the program has yet to be seen, it may give up a claim; others are not waited for.
    """
    declare(holdings, B, {BREAD}, of=2)
    first = standing(holdings, B, BREAD)
    holdings.declare(C, frozenset(), group="another", siblings=9)
    second = standing(holdings, B, BREAD)
    declare(holdings, A, {MILK}, of=2)

    assert [first, second, standing(holdings, B, BREAD)] == [Standing.OPEN, Standing.OPEN, Standing.KEPT]


def test_unknown_program_is_seen(holdings: Holdings[str]) -> None:
    """
    Where nobody says how many resources there are, those that were seen are all.
    """
    declare(holdings, B, {BREAD})

    assert standing(holdings, B, BREAD) is Standing.KEPT


def test_one_of_several_alternatives(holdings: Holdings[str]) -> None:
    """
    Of several sets of claims it is enough that all of one are given up, and not some of each.
    """
    declare(holdings, A, NOTHING, {BREAD, MILK})
    declare(holdings, B, {BREAD, MILK, SALT})

    assert holdings.standing((frozenset({BREAD, SALT}), frozenset({MILK})), B) is Standing.RELEASED
    assert holdings.standing((frozenset({BREAD, SALT}), frozenset({MILK, SALT})), B) is Standing.KEPT


def test_own_claim_is_free(holdings: Holdings[str]) -> None:
    """
    What a resource had itself is free for it when it is made again in its own place.
    """
    declare(holdings, A, {BREAD}, {BREAD})
    declare(holdings, A, {BREAD})

    assert standing(holdings, A, BREAD) is Standing.RELEASED


def test_questions_are_answered_at_the_end(holdings: Holdings[str]) -> None:
    """
    What depends on resources that were not seen yet is answered once all were, once, and not where a claim is released.
    """
    declare(holdings, B, {BREAD, SALT}, of=2)
    for claim in (BREAD, SALT):
        holdings.postpone(Question(B, (frozenset({claim}),), claim))
    before = list(holdings.answered("shop"))
    declare(holdings, A, {MILK}, {BREAD}, of=2)

    assert (before, [one.subject for one in holdings.answered("shop")]) == ([], [SALT])
    assert list(holdings.answered("shop")) == []


@pytest.mark.parametrize("order", [(A, B, C), (C, B, A), (B, A, C)], ids=str)
def test_circles_are_found_by_the_last(order: tuple[str, ...], holdings: Holdings[str]) -> None:
    """
    Resources that pass on claims in a circle are found when the last of them is declared, and name the others.
    """
    moves = {A: ({MILK}, {BREAD}), B: ({SALT}, {MILK}), C: ({BREAD}, {SALT})}
    found = []
    for holder in order:
        declare(holdings, holder, *moves[holder])
        found.append(set(holdings.circle(holder)))

    assert found == [set(), set(), set(order[:2])]


def test_chain_is_no_circle(holdings: Holdings[str]) -> None:
    """
    Claims that are passed on along a chain, which begins with a new resource, are no circle.
    """
    declare(holdings, A, {MILK}, {BREAD})
    declare(holdings, B, {SALT}, {MILK})
    declare(holdings, C, {BREAD})

    assert [holdings.circle(one) for one in (A, B, C)] == [(), (), ()]


def test_released_once_changed(holdings: Holdings[str], aside: Callable[..., Future[Any]]) -> None:
    """
    The resource that waits goes on when the other one is through with its update.
    """
    declare(holdings, A, {MILK}, {BREAD})
    declare(holdings, B, {BREAD})
    waiting = aside(released, holdings, B, BREAD)
    waits(holdings, waiting)
    change(holdings, A)

    assert waiting.result(PATIENCE) is True


def test_released_by_one_that_appears_later(holdings: Holdings[str], aside: Callable[..., Future[Any]]) -> None:
    """
    A resource that the engine has not come to yet is waited for.
    """
    declare(holdings, B, {BREAD}, of=2)
    waiting = aside(released, holdings, B, BREAD)
    declare(holdings, A, {MILK}, {BREAD}, of=2)
    change(holdings, A)

    assert waiting.result(PATIENCE) is True


def test_all_claims_are_waited_for(holdings: Holdings[str], aside: Callable[..., Future[Any]]) -> None:
    """
    Claims of two resources are released when both are through.
    """
    declare(holdings, A, NOTHING, {BREAD})
    declare(holdings, C, NOTHING, {SALT})
    declare(holdings, B, {BREAD, SALT})
    waiting = aside(released, holdings, B, BREAD, SALT)
    waits(holdings, waiting)
    change(holdings, A)
    between = waiting.done()
    change(holdings, C)

    assert (between, waiting.result(PATIENCE)) == (False, True)


def test_kept_claim_is_not_waited_for(holdings: Holdings[str]) -> None:
    """
    Where all were seen and nobody gives up the claim, nobody waits.
    """
    declare(holdings, A, {BREAD}, {BREAD}, 2)
    declare(holdings, B, {BREAD}, of=2)

    assert released(holdings, B, BREAD) is False


def test_nobody_appears(holdings: Holdings[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where it is not known how many there are, waiting for a resource to appear ends.
    """
    monkeypatch.setattr(module, "APPEARS_WITHIN", 0.01)
    declare(holdings, B, {BREAD})

    assert released(holdings, B, BREAD) is False


def test_nobody_appears_again(
    holdings: Holdings[str], aside: Callable[..., Future[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    In a stack in which all is new, the second resource hardly waits for one that did not appear for the first; where
    something was there before, it waits as long.
    """
    declare(holdings, A, {BREAD}, of=4)
    declare(holdings, B, {MILK}, of=4)
    monkeypatch.setattr(module, "APPEARS_WITHIN", 0.01)
    released(holdings, A, BREAD)
    monkeypatch.setattr(module, "APPEARS_WITHIN", 60)

    assert aside(released, holdings, B, MILK).result(PATIENCE) is False
    declare(holdings, C, {SALT}, {SALT}, of=4)
    waiting = aside(released, holdings, B, MILK)
    with pytest.raises(TimeoutError):
        waiting.result(3 * module.APPEARS_AGAIN_WITHIN)
    declare(holdings, "urn::d", NOTHING, {MILK}, of=4)
    change(holdings, "urn::d")
    assert waiting.result(PATIENCE) is True


def test_never_begun(holdings: Holdings[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A resource whose operation never begins is not waited for without limit.
    """
    monkeypatch.setattr(module, "STARTS_WITHIN", 0.01)
    declare(holdings, A, NOTHING, {BREAD})
    declare(holdings, B, {BREAD})

    assert released(holdings, B, BREAD) is False


def test_slow_operation_is_waited_for(
    holdings: Holdings[str], aside: Callable[..., Future[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    An operation that has begun is waited for until it ends, however long it takes.
    """
    monkeypatch.setattr(module, "STARTS_WITHIN", 0.001)
    declare(holdings, A, NOTHING, {BREAD})
    declare(holdings, B, {BREAD})
    with holdings.changing(A):
        waiting = aside(released, holdings, B, BREAD)
        waits(holdings, waiting)
        with pytest.raises(TimeoutError):
            waiting.result(0.05)

    assert waiting.result(PATIENCE) is True


def test_circle_that_closes_later(holdings: Holdings[str], aside: Callable[..., Future[Any]]) -> None:
    """
    A resource that waits hears False as soon as what it waits for turns out to wait for it.
    """
    declare(holdings, A, {MILK}, {BREAD}, 2)
    waiting = aside(released, holdings, A, MILK)
    declare(holdings, B, {BREAD}, {MILK}, 2)

    assert waiting.result(4) is False


def test_failed_resource_is_not_waited_for(holdings: Holdings[str], aside: Callable[..., Future[Any]]) -> None:
    """
    A resource whose check fails gives nothing up.
    """
    declare(holdings, A, {MILK}, {BREAD})
    declare(holdings, B, {BREAD})
    waiting = aside(released, holdings, B, BREAD)
    waits(holdings, waiting)
    holdings.fail(A)

    assert waiting.result(4) is False


def test_run_that_ends_is_not_waited_for(
    holdings: Holdings[str], aside: Callable[..., Future[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After a failure the engine begins nothing new, so what has not begun is waited for only shortly.
    """
    monkeypatch.setattr(module, "APPEARS_WITHIN", 0.01)
    declare(holdings, A, {MILK}, {BREAD})
    declare(holdings, B, {BREAD})
    waiting = aside(released, holdings, B, BREAD)
    waits(holdings, waiting)
    with pytest.raises(ValueError, match="another"), holdings.failing(C):
        raise ValueError("another")

    assert waiting.result(4) is False


def test_swap_is_not_waited_for(holdings: Holdings[str]) -> None:
    """
    Of resources that pass on claims in a circle nobody waits.
    """
    declare(holdings, A, {MILK}, {BREAD})
    declare(holdings, B, {SALT}, {MILK})
    declare(holdings, C, {BREAD}, {SALT})

    assert [released(holdings, *one) for one in ((A, MILK), (B, SALT), (C, BREAD))] == [False, False, False]
