"""
How long a key has been in use, and when a person should think of the next one. Pure: no I/O, the time is passed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

NOTICE = timedelta(days=30)
ROTATE = "change `rotation` to get another one"


def expires_soon(title: str, state: Mapping[str, Any], *, at: datetime, remedy: str = ROTATE) -> Iterator[str]:
    """A remark where the current key ends within 30 days, or has ended."""
    expires = _moment(state.get("expirationDate"))
    if expires is None or expires - at > NOTICE:
        return
    key = state.get("keyId", "")
    if expires <= at:
        yield f"{title} {key} expired on {expires:%Y-%m-%d}: {remedy}"
    else:
        yield f"{title} {key} expires on {expires:%Y-%m-%d}, in {(expires - at).days} days: {remedy}"


def is_over_age(state: Mapping[str, Any], inputs: Mapping[str, Any], *, at: datetime) -> str | None:
    """Why the key has to be rotated by its age; None where it has not."""
    limit, created = inputs.get("maxAge"), _created(state)
    if not isinstance(limit, int) or created is None:
        return None
    age = (at - created).days
    return f"key {state.get('keyId', '')} is {age} days old, and `maxAge` is {limit}" if age >= limit else None


def rotating(changed: frozenset[str], *, rotation: str | None) -> frozenset[str]:
    """Those of *changed* that ask for another key: not an age that may not be reached, nor a `rotation` taken out."""
    return changed - {"maxAge"} - ({"rotation"} if rotation is None else set())


def still_valid(previous: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Those of the previous keys that have not expired."""
    return {id: key for id, key in previous.items() if (_moment(key.get("expirationDate")) or at) >= at}


def earliest(*moments: Any) -> str | None:
    """The first of *moments*, which are ISO 8601; what is none is left out."""
    known = {moment: one for one in moments if (moment := _moment(one))}
    return known[min(known)] if known else None


def _created(state: Mapping[str, Any]) -> datetime | None:
    expires, days = _moment(state.get("expirationDate")), state.get("expiryDuration")
    told = _moment(state.get("createdOn"))
    return told or (expires - timedelta(days=days) if expires and isinstance(days, int) else None)


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
