"""When a failed delivery is tried again, and when a webhook is disabled. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..knobs import Knobs


def upcoming(knobs: Knobs, *, is_live: bool, began: datetime, made: int) -> list[datetime]:
    """
    When the remaining retries are due.

    Args:
        knobs: The schedules, and how fast their minutes pass.
        is_live: The mode.
        began: Start of the first attempt.
        made: How many retries were made since then.
    """
    minutes = knobs.retry_minutes_live if is_live else knobs.retry_minutes_test
    return [began + timedelta(minutes=one / knobs.clock_scale) for one in sorted(minutes)[made:]]


def is_to_be_disabled(knobs: Knobs, *, failing_since: datetime, at: datetime) -> bool:
    """Whether a webhook whose deliveries have only failed since then is disabled at that time."""
    hours = knobs.disabled_after_hours
    return hours is not None and at - failing_since >= timedelta(hours=hours / knobs.clock_scale)
