"""Which event types exist, and which of them a webhook can subscribe to. No I/O here."""

from __future__ import annotations

from ...digital_river.rules.event_types import (
    ALSO_SEEN,
    EXPANDABLE,
    GLOBAL_COMMERCE,
    LIVE_ONLY,
    OTHER_ENDINGS,
    PUBLISHED,
)
from .knobs import DR_API, Knobs

EVERY = "*"


def event_types(knobs: Knobs) -> list[str]:
    """Every event type that is listed, sorted."""
    wanted = knobs.profile if knobs.catalogue == "by_profile" else knobs.catalogue
    both = {*PUBLISHED, *GLOBAL_COMMERCE}
    return sorted(both if wanted == "both" else PUBLISHED if wanted == DR_API else GLOBAL_COMMERCE)


def accepted(knobs: Knobs) -> list[str]:
    """Every name that a webhook can have: those that are listed, their other spellings, and those seen elsewhere."""
    listed = set(event_types(knobs))
    return sorted(listed | ALSO_SEEN | {one for one, other in OTHER_ENDINGS.items() if other in listed})


def is_known(event_type: str, knobs: Knobs) -> bool:
    """Whether a webhook can name *event_type*."""
    if EVERY in event_type:
        return knobs.wildcard_in_types == "accept"
    if knobs.unknown_events == "accept":
        return True
    return event_type in accepted(knobs)


def is_offered(event_type: str, *, is_live: bool) -> bool:
    """Whether a webhook of the mode can subscribe to *event_type*."""
    return is_live or event_type not in LIVE_ONLY


def describe(event_type: str) -> dict[str, object]:
    """It as `/event-types` shows it."""
    modes = ["live"] if event_type in LIVE_ONLY else ["test", "live"]
    return {"type": event_type, "expandable": event_type in EXPANDABLE, "modes": modes}
