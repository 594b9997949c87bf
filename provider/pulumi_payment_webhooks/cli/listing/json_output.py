"""What `list` and `status` print as JSON: everything that was found, without secrets. Pure: no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..outcomes import exit_code_of
from .tables import key_notes

if TYPE_CHECKING:
    from datetime import datetime

    from ...stacks.state import Managed
    from ...survey.conditions import StatusLine
    from ...survey.found import Absent, Failure, FoundKey, FoundObject, Place, Survey


def to_data(survey: Survey, *, at: datetime, notes: Sequence[str] = ()) -> dict[str, object]:
    """All of *survey*, at the time *at*, and further *notes*."""
    return {
        "subscriptions": [_object(one) for one in survey.objects],
        "keys": [_key(one, at) for one in survey.keys],
        "missing": [_absent(one) for one in survey.absent],
        "failures": [_failure(one) for one in survey.failures],
        "notes": [*survey.notes, *key_notes(survey), *notes],
    }


def found_to_data(conditions: Sequence[str], found: Sequence[StatusLine]) -> dict[str, object]:
    """The conditions of a job, and what meets them."""
    return {
        "failOn": list(conditions),
        "found": [{"condition": one.condition, **_place(one.place), "name": one.title} for one in found],
    }


def _object(one: FoundObject) -> dict[str, object]:
    from ...survey.conditions import title_of

    return {
        **_place(one.place),
        "kind": one.type.kind,
        "id": one.id,
        "title": title_of(one),
        "status": one.status.word,
        "meaning": one.status.meaning,
        "needsAttention": one.urgency > 0,
        **_managed(one.managed),
        "schedule": one.schedule or None,
        "fields": dict(one.shown),
        "added": dict(one.added),
        "notShown": list(one.unseen),
    }


def _key(one: FoundKey, at: datetime) -> dict[str, object]:
    return {
        **_place(one.place),
        "kind": one.type.kind,
        "id": one.id or None,
        "of": one.of or None,
        **_managed(one.managed),
        "created": one.created,
        "expires": one.expires,
        "daysLeft": one.days_left(at),
    }


def _absent(one: Absent) -> dict[str, object]:
    return {**_place(one.place), "kind": one.managed.type.kind, "id": one.managed.id, **_managed(one.managed)}


def _failure(one: Failure) -> dict[str, object]:
    return {**_place(one.place), "code": int(exit_code_of(one.error)), "reason": str(one.error)}


def _place(one: Place) -> dict[str, object]:
    return {"platform": one.platform, "host": one.host, "owner": one.owner or None}


def _managed(one: Managed | None) -> dict[str, object]:
    return {"resource": one.name if one else None, "urn": one.urn if one else None}
