"""The agenda, and the dispatcher that carries it out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.simulator.desk.time.agenda import Agenda
from pulumi_payment_webhooks.simulator.desk.time.clock import Clock
from pulumi_payment_webhooks.simulator.desk.time.dispatcher import Dispatcher, Unsettled

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def nothing() -> None:
    """A job."""


class Diary:
    """Writes down what was done, and at which time of the platform."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lines: list[tuple[str, float]] = []

    def job(self, name: str) -> Any:
        return lambda: self.lines.append((name, round((self.clock.now() - NOON).total_seconds() / 60, 3)))


@pytest.fixture
def clock() -> Clock:
    return Clock(lambda: NOON)


@pytest.fixture
def agenda() -> Agenda:
    return Agenda()


@pytest.fixture
def dispatcher(agenda: Agenda, clock: Clock) -> Iterator[Dispatcher]:
    one = Dispatcher(agenda, clock, at_once=lambda: 2)
    one.start()
    yield one
    one.stop()


def test_entries_come_by_time(agenda: Agenda) -> None:
    """
    The earliest job comes first, and of two that are due together, the first planned.
    """
    for key, minutes in (("c", 2), ("a", 1), ("b", 1)):
        agenda.plan(key, at(minutes), nothing)

    taken = []
    while entry := agenda.take(at(5)):
        taken.append(entry.key)
    assert taken == ["a", "b", "c"]


def test_one_entry_for_each_key(agenda: Agenda) -> None:
    """
    A job planned again replaces the planned one, and a cancelled job does not run.
    """
    agenda.plan("a", at(1), nothing)
    agenda.plan("a", at(3), nothing)
    agenda.plan("b", at(2), nothing)
    agenda.cancel("b")

    assert (len(agenda), agenda.next_due(), agenda.take(at(2))) == (1, at(3), None)


def test_move_walks_from_entry_to_entry(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    During a move each entry is done at its own time, those included that the others plan on the way.
    """
    diary = Diary(clock)
    agenda.plan("later", at(30), diary.job("later"))
    agenda.plan("beyond", at(61), diary.job("beyond"))

    def plan_another() -> None:
        diary.job("first")()
        agenda.plan("another", clock.now() + timedelta(minutes=5), diary.job("another"))

    agenda.plan("first", at(10), plan_another)

    clock.move(minutes=60)

    assert diary.lines == [("first", 10), ("another", 15), ("later", 30)]
    assert clock.now() == at(60)


def test_nothing_happens_beside_a_move(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    While the clock is moved nothing is done in the background: what falls due waits for its turn.
    """
    second, overtaken = Event(), []

    def first() -> None:
        agenda.plan("second", clock.now(), second.set)
        overtaken.append(second.wait(0.1))

    agenda.plan("first", at(1), first)

    clock.move(minutes=1)

    assert (overtaken, second.is_set()) == ([False], True)


def test_overdue_entry_does_not_set_the_clock_back(agenda: Agenda, clock: Clock) -> None:
    """
    What was due before a move began is done at the time that it is.
    """
    idle = Dispatcher(agenda, clock, at_once=lambda: 1)
    diary = Diary(clock)
    agenda.plan("late", at(-5), diary.job("late"))

    clock.move(minutes=1)
    idle.stop()

    assert diary.lines == [("late", 0)]


def test_move_back_does_nothing(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    A clock that is set back does nothing that lies ahead.
    """
    diary = Diary(clock)
    agenda.plan("a", at(10), diary.job("a"))

    clock.move(minutes=-60)

    assert (diary.lines, clock.now()) == ([], at(-60))


def test_due_entries_are_done_in_the_background(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    Due jobs run by themselves, and `settle` returns after all of them.
    """
    diary = Diary(clock)
    for name in "abc":
        agenda.plan(name, at(0), diary.job(name))

    dispatcher.settle(20)

    assert sorted(diary.lines) == [("a", 0), ("b", 0), ("c", 0)]


def test_no_more_at_once_than_allowed(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    Two run at once where two may, and a third waits.
    """
    both, release, third = Barrier(3, timeout=PATIENCE), Event(), Event()

    def hold() -> None:
        both.wait()
        release.wait(PATIENCE)

    agenda.plan("a", at(0), hold)
    agenda.plan("b", at(0), hold)
    agenda.plan("c", at(0), third.set)
    both.wait()
    early = third.is_set()
    release.set()
    dispatcher.settle(20)

    assert (early, third.is_set()) == (False, True)


def test_waiting_has_a_limit(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    `settle` raises for a job that does not end.
    """
    gate = Event()

    def endless() -> None:
        gate.wait(PATIENCE)

    agenda.plan("a", at(0), endless)

    with pytest.raises(Unsettled, match=r"after 0\.01 s"):
        dispatcher.settle(0.01)
    gate.set()


def test_fault_in_the_background_comes_out(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    An exception of a background job is raised by `settle`, once, and other jobs still run.
    """
    diary = Diary(clock)
    agenda.plan("a", at(0), lambda: [][0])
    agenda.plan("b", at(0), diary.job("b"))

    with pytest.raises(IndexError):
        dispatcher.settle(20)
    dispatcher.settle(20)

    assert diary.lines == [("b", 0)]


def test_fault_during_a_move_ends_it(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    An exception during a move is raised by it; the clock has moved, and later jobs can still run.
    """
    diary = Diary(clock)
    agenda.plan("a", at(1), lambda: [][0])

    with pytest.raises(IndexError):
        clock.move(minutes=5)
    agenda.plan("b", at(6), diary.job("b"))
    clock.move(minutes=5)

    assert diary.lines == [("b", 6)]


def test_stop_lets_everyone_go(agenda: Agenda, clock: Clock, dispatcher: Dispatcher) -> None:
    """
    After a stop, `settle` does not wait for jobs that will not run.
    """
    agenda.plan("a", at(1), nothing)
    dispatcher.stop()

    clock.move(minutes=5)
    dispatcher.settle(0)

    assert len(agenda) == 1
