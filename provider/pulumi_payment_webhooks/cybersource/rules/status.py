"""
The statuses of a subscription and who sets them. No I/O here.

Source: reference §7; the platform may add others, which count as its own.
"""

from __future__ import annotations

from collections.abc import Iterator

ACTIVE = "ACTIVE"
INACTIVE = "INACTIVE"
PENDING_REVIEW = "PENDING_REVIEW"
BLOCKED = "BLOCKED"
SUSPENDED = "SUSPENDED"
RESEND = "RESEND"

SETTABLE = frozenset({ACTIVE, INACTIVE})
REFUSING_CHANGE = frozenset({PENDING_REVIEW, BLOCKED, RESEND})

MEANING = {
    ACTIVE: "delivering notifications",
    INACTIVE: "not delivering: not activated yet, or switched off",
    PENDING_REVIEW: "the platform is reviewing its URLs, which takes 1 to 2 business days",
    BLOCKED: "the platform refused one of its URLs; declare another URL to continue",
    SUSPENDED: "its URL was unreachable; the platform queues notifications and resumes by itself",
    RESEND: "the platform is sending queued notifications again",
}


def is_platform_owned(status: str) -> bool:
    """Whether only the platform moves a subscription out of *status*: it is shown, and never fought."""
    return status not in SETTABLE


def remark(status: str) -> Iterator[str]:
    """What a person should know of a *status* that belongs to the platform; nothing of others."""
    if is_platform_owned(status):
        yield f"status is {status}: {MEANING.get(status, 'a status that belongs to the platform')}"
