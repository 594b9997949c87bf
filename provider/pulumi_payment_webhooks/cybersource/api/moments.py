"""
Points in time as the platform writes them, in several ways for the same moment. No I/O, no clock here.
"""

from __future__ import annotations

from datetime import UTC, datetime


def read_moment(value: object) -> str | None:
    """
    *value* as ISO 8601 in UTC, to the second; text that is not a time is kept as it is, anything else is None.

    The platform leaves the zone out in some answers, and means UTC.
    """
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip())
        utc = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # The last day of the year 9999 in another zone may lie beyond time itself.
        return value
    return write_moment(utc)


def write_moment(at: datetime) -> str:
    """*at* as states hold it: ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
