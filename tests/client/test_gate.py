"""
How many requests are under way at once, and how that follows the platform's answers.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Event

import pytest

from pulumi_payment_webhooks.client.gate import Gate


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def note(gate: Gate, *statuses: int) -> int:
    for status in statuses:
        gate.note(status)
    return gate.limit


@pytest.mark.parametrize(
    ("statuses", "limit"),
    [
        ((), 8),
        ((200,), 8),
        ((429,), 4),
        ((429, 429), 2),
        ((429,) * 9, 1),
        ((429, 500), 4),
        ((429, *[200] * 4), 4),
        ((429, *[200] * 5), 5),
        ((429, *[200] * 99), 8),
    ],
)
def test_limit_follows_the_answers(statuses: tuple[int, ...], limit: int) -> None:
    """
    Each 429 halves the number, down to one; other answers bring it back little by little, up to the most.
    """
    assert note(Gate(8), *statuses) == limit


def test_as_many_as_allowed(pool: ThreadPoolExecutor) -> None:
    """
    As many as allowed are inside together: all of them meet there.
    """
    gate, meeting = Gate(4), Barrier(4, timeout=10)

    def pass_through(_: int) -> int:
        with gate.slot():
            return meeting.wait()

    assert sorted(pool.map(pass_through, range(4))) == [0, 1, 2, 3]


def test_never_more_than_allowed(pool: ThreadPoolExecutor) -> None:
    """
    With a limit of three, four that would meet inside never do.
    """
    gate, meeting = Gate(3), Barrier(4)

    def pass_through(_: int) -> bool:
        with gate.slot():
            try:
                meeting.wait(0.1)
            except BrokenBarrierError:
                return False
        return True

    assert list(pool.map(pass_through, range(8))) == [False] * 8


def test_place_is_given_back_after_a_failure() -> None:
    """
    A request that fails gives its place back.
    """
    gate = Gate(1)
    with pytest.raises(ZeroDivisionError), gate.slot():
        _ = 1 / 0

    with gate.slot():
        assert gate.limit == 1


def test_raised_limit_wakes_who_waits(pool: ThreadPoolExecutor) -> None:
    """
    Somebody who waits goes in as soon as an answer raises the limit.
    """
    gate, leave = Gate(2), Event()
    note(gate, 429)

    def stay() -> bool:
        with gate.slot():
            return leave.wait(10)

    staying = pool.submit(stay)
    waiting = pool.submit(lambda: gate.slot().__enter__())
    note(gate, 200, 200)

    assert waiting.result(10) is None
    leave.set()
    assert staying.result(10)
