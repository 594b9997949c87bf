"""
The statuses of a subscription and who sets them. No I/O here.

The platform may add others, which count as its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...pages import see

ACTIVE = "ACTIVE"
INACTIVE = "INACTIVE"
PENDING_REVIEW = "PENDING_REVIEW"
BLOCKED = "BLOCKED"
SUSPENDED = "SUSPENDED"
RESEND = "RESEND"

SETTABLE = frozenset({ACTIVE, INACTIVE})
OF_A_REVIEW = frozenset({PENDING_REVIEW, BLOCKED})
REFUSING_CHANGE = frozenset({PENDING_REVIEW, BLOCKED, RESEND})

URGENCY = {SUSPENDED: 5, BLOCKED: 4, PENDING_REVIEW: 3, INACTIVE: 2, RESEND: 1, ACTIVE: 0}
"""How urgent it is to act; a status that is not among these is as urgent as `RESEND`."""

_MEANING = {
    ACTIVE: "it delivers",
    INACTIVE: "not activated yet, or switched off",
    PENDING_REVIEW: "URLs under review, 1 to 2 business days",
    BLOCKED: "one of its URLs was refused; declare another",
    SUSPENDED: "its URL did not answer; notifications are queued",
    RESEND: "queued notifications are being sent",
}
UNDOCUMENTED = "a status of the platform"
_LONGEST = 30
STATUSES = see("how-to/wait-and-test#statuses")


def explain_status(status: str) -> str:
    """*status* and what it means, in a few words for a message."""
    return f"{status[:_LONGEST]}: {meaning_of(status) or UNDOCUMENTED}"


def meaning_of(status: str) -> str:
    """What *status* means, in a few words; empty for a status that is not documented."""
    return _MEANING.get(status, "")


def is_platform_owned(status: str) -> bool:
    """Whether only the platform moves a subscription out of *status*: it is shown, and never fought."""
    return status not in SETTABLE


def remark(status: str) -> Iterator[str]:
    """What a person should know of a *status* that belongs to the platform; nothing of others."""
    if is_platform_owned(status):
        yield f"status is {explain_status(status)}; {STATUSES}"
