"""The clock that a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pulumi_payment_webhooks.simulator.desk.time.clock import Clock

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_clock_moves() -> None:
    """
    Moves add up.
    """
    clock = Clock(lambda: NOON)

    clock.move(30)
    clock.move(minutes=1, days=1)

    assert clock.now() - NOON == timedelta(days=1, seconds=90)


def test_wall_stays() -> None:
    """
    A moved clock leaves the time that credentials are judged by.
    """
    clock = Clock(lambda: NOON)

    clock.move(days=1)

    assert clock.wall() == NOON


def test_end_of_the_calendar() -> None:
    """
    A move that leaves the calendar is refused and changes nothing.
    """
    clock = Clock(lambda: NOON)

    with pytest.raises(ValueError, match="that far"):
        clock.move(days=10_000_000)
    assert clock.now() == NOON
