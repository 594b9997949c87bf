"""
Create, read, update and delete of a webhook subscription. :func:`steps` and :func:`wants_status` decide, the rest
performs.

Source: reference §6 and §7. A POST is never sent twice: after an unclear answer the natural key (one subscription
for each product of an organization) is looked up, compared, and only then decided upon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import AlreadyExists, Missing, PlatformError, Refused, Unavailable, Unclear
from ...reconcile.platform import Keep, Observed, Tell
from ...reconcile.values import same_url
from ..account import CybersourceAccount
from ..api import subscriptions as api
from ..rules.status import MEANING, is_platform_owned
from .declaration import WebhookSubscription


@dataclass(frozen=True)
class Patch:
    """Send these members, and nothing else."""

    body: Mapping[str, Any]


@dataclass(frozen=True)
class SetStatus:
    """Ask for this status."""

    status: str


def steps(declared: WebhookSubscription, changed: frozenset[str], current: str | None) -> Iterator[Patch | SetStatus]:
    """
    Decide the calls that bring a subscription to *declared*. No I/O.

    Args:
        declared: What the program declares.
        changed: Top-level wire names that differ from the platform.
        current: The status when it was last seen; None when it was not.
    """
    if body := api.body(declared, changed - {"status"}):
        yield Patch(body)
    elif declared.status and ("status" in changed or wants_status(declared, current)):
        yield SetStatus(declared.status)


def wants_status(declared: WebhookSubscription, current: str | None) -> bool:
    """Whether the declared status has to be asked for: never against a status that belongs to the platform."""
    return declared.status is not None and current != declared.status and not is_platform_owned(current or "")


def create(declared: WebhookSubscription, *, account: CybersourceAccount, tell: Tell, keep: Keep) -> Observed:
    """Create the subscription, then ask for its status."""
    answer = _posted(declared, account)
    observed = _observed(answer)
    keep(observed)
    return _with_status(observed, declared, account, tell)


def read(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> Observed:
    """Look at the subscription."""
    observed = _fetch(id, account, doing=f"read subscription {id}")
    _explain(observed, tell)
    return _first_created(observed, state)


def update(
    id: str,
    declared: WebhookSubscription,
    *,
    changed: frozenset[str],
    state: Mapping[str, Any],
    account: CybersourceAccount,
    tell: Tell,
    keep: Keep,
) -> Observed:
    """Send what changed, and nothing else; then ask for the status."""
    observed = Observed(id)
    for step in steps(declared, changed, state.get("currentStatus")):
        if isinstance(step, SetStatus):
            return _first_created(_put_status(observed, step.status, account, tell), state)
        answer = account.ask("PATCH", api.item(id), body=step.body, doing=f"update subscription {declared.name!r}")
        observed = _answered(id, answer, account, declared)
        keep(_first_created(observed, state))
        observed = _with_status(observed, declared, account, tell)
    return _first_created(observed, state)


def delete(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> None:
    """Delete the subscription."""
    account.ask("DELETE", api.item(id), doing=f"delete subscription {state.get('name', id)!r}")


def _posted(declared: WebhookSubscription, account: CybersourceAccount) -> Mapping[str, Any]:
    doing = f"create subscription {declared.name!r}"
    try:
        answer = account.ask("POST", api.COLLECTION, body=api.creation(declared), doing=doing)
    except AlreadyExists as occupied:
        raise _named(occupied, declared, account) from occupied
    except Unclear as unclear:
        return _looked_up(declared, account, unclear)
    if api.id_of(answer) is None:
        return _looked_up(declared, account, Unclear(f"cannot {doing}: the platform answered without an id"))
    return dict(answer)


def _looked_up(declared: WebhookSubscription, account: CybersourceAccount, unclear: Unclear) -> Mapping[str, Any]:
    try:
        occupants = _occupants(declared, account)
    except PlatformError as failure:
        raise Unclear(
            f"{unclear.message}; it is not known whether the subscription was stored, and asking failed as well. "
            "Run `pulumi up` again: if it was stored, the platform will say that it already exists",
            status=unclear.status,
            reference=unclear.reference,
        ) from failure
    ours = [one for one in occupants if _is_ours(one, declared)]
    if ours:
        return ours[0]
    if occupants:
        raise _occupied(unclear.message, declared, occupants) from unclear
    raise Unavailable(
        f"{unclear.message}; the platform holds no such subscription, so nothing was stored. Run `pulumi up` again",
        status=unclear.status,
        reference=unclear.reference,
    ) from unclear


def _occupants(declared: WebhookSubscription, account: CybersourceAccount) -> list[Mapping[str, Any]]:
    """Every subscription of the organization that covers one of the declared products."""
    query = {"organizationId": declared.organization_id}
    try:
        answer = account.ask("GET", api.COLLECTION, query=query, doing="list subscriptions")
    except Missing:
        return []
    rows = api.listed(answer)
    return [row for row in rows if api.fields_of(row).get("products", {}).keys() & declared.products.keys()]


def _is_ours(answer: Mapping[str, Any], declared: WebhookSubscription) -> bool:
    fields = api.fields_of(answer)
    products = {id: frozenset(events) for id, events in fields.get("products", {}).items()}
    named = fields.get("name", declared.name) == declared.name
    same_place = same_url(fields.get("webhookUrl"), declared.webhook_url)
    return named and products == dict(declared.products) and same_place


def _named(occupied: AlreadyExists, declared: WebhookSubscription, account: CybersourceAccount) -> AlreadyExists:
    try:
        occupants = _occupants(declared, account)
    except PlatformError:
        occupants = []
    return _occupied(occupied.message, declared, occupants) if occupants else occupied


def _occupied(message: str, declared: WebhookSubscription, occupants: list[Mapping[str, Any]]) -> AlreadyExists:
    held = "; ".join(
        f"{api.id_of(one)} holds {', '.join(sorted(api.fields_of(one)['products'].keys() & declared.products.keys()))}"
        for one in occupants
    )
    return AlreadyExists(
        f"{message}. One subscription covers a product of an organization: {held}. "
        "Delete that one, or remove the product here"
    )


def _with_status(
    observed: Observed, declared: WebhookSubscription, account: CybersourceAccount, tell: Tell
) -> Observed:
    current = observed.added.get("currentStatus")
    if wants_status(declared, current):
        return _put_status(observed, declared.status or "", account, tell)
    if declared.status and current != declared.status:
        tell.warn(_waiting(str(current), declared.status))
    return observed


def _put_status(observed: Observed, status: str, account: CybersourceAccount, tell: Tell) -> Observed:
    doing = f"set the status of subscription {observed.id} to {status}"
    try:
        answer = account.ask("PUT", api.status_of_item(observed.id), body={"status": status}, doing=doing)
    except Missing:
        raise
    except Refused:
        fresh = _fetch(observed.id, account, doing=doing)
        if not is_platform_owned(str(fresh.added.get("currentStatus"))):
            raise
        tell.warn(_waiting(str(fresh.added.get("currentStatus")), status))
        return Observed(observed.id, {**observed.fields, "status": status}, {**observed.added, **fresh.added})
    settled = {"currentStatus": api.status_in(answer) or status}
    return Observed(observed.id, {**observed.fields, "status": status}, {**observed.added, **settled})


def _waiting(current: str, wanted: str) -> str:
    meaning = MEANING.get(current, "a status that belongs to the platform")
    return (
        f"status is {current}: {meaning}. {wanted} is asked for by the first `pulumi up --refresh` after the "
        "platform has moved on"
    )


def _explain(observed: Observed, tell: Tell) -> None:
    current = str(observed.added.get("currentStatus"))
    if is_platform_owned(current):
        tell.warn(f"status is {current}: {MEANING.get(current, 'a status that belongs to the platform')}")


def _fetch(id: str, account: CybersourceAccount, *, doing: str) -> Observed:
    answer = account.ask("GET", api.item(id), doing=doing)
    if api.id_of(answer) is None:
        raise Unavailable(f"cannot {doing}: the platform answered with something that is no subscription")
    return _observed(answer)


def _answered(id: str, answer: Any, account: CybersourceAccount, declared: WebhookSubscription) -> Observed:
    """What an update left behind: its answer where that tells, else another look."""
    if api.id_of(answer) is not None:
        return _observed(answer)
    return _fetch(id, account, doing=f"read subscription {declared.name!r} after its update")


def _observed(answer: Mapping[str, Any]) -> Observed:
    return Observed(str(api.id_of(answer)), api.fields_of(answer), api.added_of(answer))


def _first_created(observed: Observed, state: Mapping[str, Any]) -> Observed:
    """The time of creation as it was first told: the platform's answers differ by milliseconds."""
    known = state.get("createdOn")
    return Observed(observed.id, observed.fields, {**observed.added, "createdOn": known} if known else observed.added)
