"""How deletions are counted that arrive at any time, on several threads."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from pulumi_payment_webhooks.reconcile.run.deletions import Deletions

PATIENCE = 30


def delete(deletions: Deletions, id: str, most: int) -> int | None:
    """Count the deletion of *id*, as soon as it has arrived."""
    with deletions.arrival(id) as arrival:
        return arrival.count(most)


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
    (deletions := Deletions(quiet=0.05)).foresee("a")

    assert (delete(deletions, "a", 1), deletions.foresee("b")) == (None, 2)


def test_deletion_waits_for_those_that_are_looked_into() -> None:
    """
    While another deletion has arrived and is not counted yet, none is allowed: it may be the one that is too many.
    """
    deletions, is_counting = Deletions(quiet=0.01), Event()

    def first() -> int | None:
        with deletions.arrival("a") as arrival:
            is_counting.set()
            return arrival.count(1)

    with ThreadPoolExecutor(1) as pool, deletions.arrival("b") as late:
        waiting = pool.submit(first)
        assert is_counting.wait(PATIENCE)
        with pytest.raises(TimeoutError):
            waiting.result(0.2)
        assert late.count(1) == 2
        assert waiting.result(PATIENCE) == 2


def test_deletion_that_does_not_count_holds_nobody_up() -> None:
    """
    What turns out to be gone at the platform is left out, and the others go.
    """
    deletions = Deletions(quiet=0.05)
    with deletions.arrival("gone"):
        pass

    assert delete(deletions, "a", 1) is None
