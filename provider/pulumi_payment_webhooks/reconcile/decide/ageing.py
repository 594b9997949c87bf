"""
How long a key has been in use, and when a person should think of the next one. Pure: no I/O, the time is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from ...pages import see
from ...wording import FieldName, Sentence, Words
from ..declare.declaration import DeclaredValues, Problem, Rule

NOTICE = timedelta(days=30)


def is_positive(field: str) -> Rule:
    """The rule that a number of days is not 0, which would renew a key in each run."""

    def check(view: DeclaredValues) -> Iterator[Problem]:
        if view.get(field) == 0:
            yield Problem((field,), "must be 1 day or more")

    return Rule("days", (field,), check)


def remark_on_expiry(title: str, state: Mapping[str, object], *, at: datetime, remedy: str = "") -> Iterator[Words]:
    """A remark where the current key ends within 30 days, or has ended; *remedy* is to change `rotation` otherwise."""
    expires = _moment(state.get("expirationDate"))
    if expires is None or expires - at > NOTICE:
        return
    key = f"{title} {state.get('keyId', '')}"
    when = f"expired on {expires:%Y-%m-%d}"
    if expires > at:
        when = f"expires on {expires:%Y-%m-%d}, in {(expires - at).days} days"
    yield Sentence("{} {}: {}", key, when, remedy or _rotate(state))


def _rotate(state: Mapping[str, object]) -> Sentence:
    """What to do for another key; the first `rotation` is only what the next one is compared with."""
    remedy = "change {}; {}" if state.get("rotation") else "set {}, then change it; {}"
    return Sentence(remedy, FieldName("rotation"), see("how-to/rotate-keys#rotate"))


def explain_age(
    title: str, state: Mapping[str, object], inputs: Mapping[str, object], *, at: datetime
) -> Sentence | None:
    """Why the key, called *title*, has to be rotated by its age; None where it has not."""
    limit, created = inputs.get("maxAge"), created_at(state)
    if not isinstance(limit, int) or created is None:
        return None
    age = (at - created).days
    if age < limit:
        return None
    return Sentence(f"{title} is {age} days old ({{}} is {limit} days)", FieldName("maxAge"))


def is_rotation(state: Mapping[str, object], inputs: Mapping[str, object], *, by: Iterable[str]) -> bool:
    """
    Whether *inputs* ask for another key than the one in *state*.

    A `rotation` that is declared for the first time, or not any more, only records what the next one is compared with.

    Args:
        state: What was declared before, with or without what the platform added.
        inputs: What is declared now.
        by: Wire names whose change asks for another key.
    """
    changed = {name for name in by if state.get(name) != inputs.get(name)}
    is_trigger = state.get("rotation") is not None and inputs.get("rotation") is not None
    return bool(changed if is_trigger else changed - {"rotation"})


def select_valid(previous: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Those of the previous keys that have not expired."""
    return {id: key for id, key in previous.items() if (_moment(key.get("expirationDate")) or at) >= at}


def earliest(*moments: object) -> str | None:
    """The first of *moments*, which are ISO 8601; what is none is left out."""
    known = {moment: str(one) for one in moments if (moment := _moment(one))}
    return known[min(known)] if known else None


def created_at(state: Mapping[str, object]) -> datetime | None:
    """When the current key was created; None where the state does not say it."""
    expires, days = _moment(state.get("expirationDate")), state.get("expiryDuration")
    created = _moment(state.get("createdOn"))
    return created or (expires - timedelta(days=days) if expires and isinstance(days, int) else None)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
