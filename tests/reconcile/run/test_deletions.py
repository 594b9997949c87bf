"""How deletions are counted that arrive at any time, on several threads."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.reconcile.run.deletions import Allowance, Arrival, Deletions
from pulumi_payment_webhooks.settings.deletions import DeletionLimit


def allowance(most: int, setting: str = "testMaxDeletions") -> Allowance:
    return Allowance(DeletionLimit(most, None, setting, "TEST_CONFIRM_DELETIONS"), most)


def count(arrival: Arrival) -> int | None:
    """Return how many deletions are known, if they are too many."""
    excess = arrival.count()
    return excess.known if excess else None


def delete(deletions: Deletions, id: str, most: int) -> int | None:
    """Count the deletion of *id*, as soon as it has arrived."""
    with deletions.arrival(allowance(most), id) as arrival:
        return count(arrival)


def together(deletions: Deletions, ids: Iterable[str], most: int) -> list[int | None]:
    """Count deletions that arrive at the same time."""
    ids = list(ids)
    start = Barrier(len(ids))

    def one(id: str) -> int | None:
        start.wait(PATIENCE)
        return delete(deletions, id, most)

    with ThreadPoolExecutor(len(ids)) as pool:
        return list(pool.map(one, ids))


def test_limit_of_zero_refuses_at_once() -> None:
    """
    Without any allowed deletion there is nothing to wait for.
    """
    assert delete(Deletions(quiet=3600), "a", 0) == 1


def test_deletions_within_the_limit_are_allowed() -> None:
    """
    As many as the limit says may go.
    """
    assert together(Deletions(quiet=0.05), "abc", 3) == [None] * 3


def test_group_above_the_limit_is_refused_as_a_whole() -> None:
    """
    None of several deletions goes if they are too many together; those that wait hear it as soon as it is known.
    """
    assert None not in together(Deletions(quiet=3600), "abcd", 3)


def test_nothing_is_allowed_after_a_refusal() -> None:
    """
    What arrives after too many is refused as well, although fewer would be within the limit.
    """
    together(deletions := Deletions(quiet=0.05), "abcd", 3)

    assert delete(deletions, "e", 3) == 5


def test_earlier_groups_count() -> None:
    """
    The limit is that of the run: a second group is refused if it is too many with the first.
    """
    together(deletions := Deletions(quiet=0.05), "abc", 4)

    assert None not in together(deletions, "de", 4)


def test_object_counts_once() -> None:
    """
    A part and its whole are one object, which was allowed with the part.
    """
    delete(deletions := Deletions(quiet=0.05), "a", 1)

    assert delete(deletions, "a", 1) is None


def test_replacement_that_was_foreseen_counts_once() -> None:
    """
    A replacement that a diff has announced is the deletion that arrives later.
    """
    (deletions := Deletions(quiet=0.05)).foresee(allowance(1), "a")

    assert delete(deletions, "a", 1) is None
    assert deletions.foresee(allowance(1), "b")


def test_deletion_waits_for_those_that_are_looked_into() -> None:
    """
    While another deletion has arrived and is not counted yet, none is allowed: it may be the one that is too many.
    """
    deletions, is_counting = Deletions(quiet=0.01), Event()

    def first() -> int | None:
        with deletions.arrival(allowance(1), "a") as arrival:
            is_counting.set()
            return count(arrival)

    with ThreadPoolExecutor(1) as pool, deletions.arrival(allowance(1), "b") as late:
        waiting = pool.submit(first)
        assert is_counting.wait(PATIENCE)
        with pytest.raises(TimeoutError):
            waiting.result(0.2)
        assert count(late) == 2
        assert waiting.result(PATIENCE) == 2


def test_deletion_that_does_not_count_holds_nobody_up() -> None:
    """
    What turns out to be gone at the platform is left out, and the others go.
    """
    deletions = Deletions(quiet=0.05)
    with deletions.arrival(allowance(1), "gone"):
        pass

    assert delete(deletions, "a", 1) is None


def test_one_platform_stops_the_deletions_of_another() -> None:
    """
    The deletions of two platforms arrive in one group: if those of one are too many, none of the other is allowed.
    """
    deletions, own = Deletions(quiet=3600), allowance(2, "otherMaxDeletions")
    with ThreadPoolExecutor(1) as pool, deletions.arrival(own, "within") as arrival:
        waiting = pool.submit(arrival.count)
        together(deletions, "ab", 1)
        excess = waiting.result(PATIENCE)

    assert excess
    assert excess.allowance == allowance(1)


def test_platforms_count_for_themselves() -> None:
    """
    Two platforms may delete as many objects together as their limits allow.
    """
    deletions, own = Deletions(quiet=0.05), allowance(1, "otherMaxDeletions")
    with ThreadPoolExecutor(1) as pool, deletions.arrival(own, "a") as arrival:
        waiting = pool.submit(arrival.count)

        assert together(deletions, "ab", 2) == [None, None]
        assert waiting.result(PATIENCE) is None
