"""
Create, read, update and delete of a webhook subscription. :func:`steps` and :func:`wants_status` decide, the rest
performs.

Source: reference §6 and §7. A POST is never sent twice: after an unclear answer the natural key (one subscription
for each product of an organization) is looked up, compared, and only then decided upon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...errors import AlreadyExists, Missing, PlatformError, Refused, Unavailable, Unclear
from ...reconcile.decide.differences import diff
from ...reconcile.decide.states import as_inputs, owned
from ...reconcile.ports import Keep, Observed, Tell
from ..account.account import CybersourceAccount
from ..api import subscriptions as api
from ..api.versions import Version
from ..rules.status import STATUSES, explained, is_platform_owned, remark
from .advice import insist_on_events
from .declaration import WebhookSubscription
from .follow_up import followed, look_again, without_outcome
from .occupation import claims_on, occupants_of, sole_occupant
from .recovery import occupied, recovered


@dataclass(frozen=True)
class Patch:
    """Send these members, and nothing else."""

    body: Mapping[str, Any]


@dataclass(frozen=True)
class SetStatus:
    """Ask for this status."""

    status: str


def steps(
    declared: WebhookSubscription, changed: frozenset[str], current: str | None, *, version: Version
) -> Iterator[Patch | SetStatus]:
    """
    Decide the calls that bring a subscription to *declared*. No I/O.

    Args:
        declared: What the program declares.
        changed: Top-level wire names that differ from the platform.
        current: The status when it was last seen; None when it was not.
        version: How requests are spelled.
    """
    if body := version.body(declared, changed - {"status"}):
        yield Patch(body)
    elif declared.status and ("status" in changed or wants_status(declared, current)):
        yield SetStatus(declared.status)


def wants_status(declared: WebhookSubscription, current: str | None) -> bool:
    """Whether the declared status has to be asked for: never against a status that belongs to the platform."""
    return declared.status is not None and current != declared.status and not is_platform_owned(current or "")


def create(declared: WebhookSubscription, *, account: CybersourceAccount, tell: Tell, keep: Keep) -> Observed:
    """Create the subscription, or take over the one in its place, then ask for its status."""
    insist_on_events(declared, {}, account, doing=f"create subscription {tell.name!r}")
    if occupants := _adoptable(declared, account, tell):
        occupant = sole_occupant(occupants, declared, doing=f"create subscription {tell.name!r}")
        adopted = _adopted(occupant, declared, account, tell, keep)
        return _followed(adopted, declared, {}, account, tell)
    answer = _posted(declared, account, tell)
    observed = _observed(answer)
    keep(observed)
    observed = _answered(observed.id, answer, account, declared)
    return _followed(_with_status(observed, declared, account, tell), declared, {}, account, tell)


def read(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> Observed:
    """Look at the subscription, out of what all resources that ask for it share."""
    doing = f"read subscription {id}"
    answer = account.subscription(id, state.get("organizationId"), doing=doing)
    if not account.version.lists_by_event and is_short(answer, has_health_check=bool(state.get("healthCheckUrl"))):
        answer = account.read_subscription(id, doing=doing)
    observed = _observed(answer)
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
    if "products" in changed:
        insist_on_events(declared, state, account, doing=f"update subscription {tell.name!r}")
    observed = Observed(id)
    for step in steps(declared, changed, state.get("currentStatus"), version=account.version):
        if isinstance(step, SetStatus):
            observed = _put_status(observed, step.status, account, tell)
            continue
        answer = _patched(id, step.body, declared, account, tell)
        observed = without_outcome(_answered(id, answer, account, declared), changed, state)
        keep(_first_created(observed, state))
        observed = _with_status(observed, declared, account, tell)
    if observed.fields or changed & {"waitFor", "testDelivery"}:
        observed = _followed(observed, declared, {**state, **observed.added}, account, tell)
    return _first_created(observed, state)


def delete(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> None:
    """Delete the subscription."""
    doing = f"delete subscription {tell.name!r}"
    account.insist_on(state.get("organizationId"), doing=doing)
    answer = account.change("DELETE", account.version.item(id), doing=doing)
    if not isinstance(answer, Mapping | None):
        reason = f"{account.host} answered with something that does not confirm it"
        raise Unavailable(f"cannot {doing}: {reason}; run the command again", reason=reason)


def _followed(
    observed: Observed,
    declared: WebhookSubscription,
    state: Mapping[str, Any],
    account: CybersourceAccount,
    tell: Tell,
) -> Observed:
    look = partial(_fetch, observed.id, account, doing=f"read the status of subscription {observed.id}")
    return followed(observed, declared, state, look, account=account, tell=tell)


def _posted(declared: WebhookSubscription, account: CybersourceAccount, tell: Tell) -> Mapping[str, Any]:
    doing, version = f"create subscription {tell.name!r}", account.version
    send = partial(account.change, "POST", version.collection, body=version.creation(declared), doing=doing)
    try:
        answer = _once_released(send, declared, account, tell, doing=doing)
    except Unclear as unclear:
        return recovered(doing, declared, unclear, account=account, tell=tell)
    if flaw := api.flaw_of_id(answer):
        reason = f"{account.host} accepted it and answered {flaw}"
        accepted = Unclear(f"cannot {doing}: {reason}", reason=reason)
        return recovered(doing, declared, accepted, account=account, tell=tell)
    return dict(answer)


def _adoptable(declared: WebhookSubscription, account: CybersourceAccount, tell: Tell) -> list[Mapping[str, Any]]:
    """The subscriptions that *declared* may adopt: not those whose products another resource gives up in this run."""
    if not declared.adopt_existing:
        return []
    return [row for row in _occupants(declared, account) if not _is_released(row, declared, tell)]


def _occupants(declared: WebhookSubscription, account: CybersourceAccount) -> list[Mapping[str, Any]]:
    return occupants_of(account.subscriptions(declared.organization_id, declared.products), declared.products)


def _once_released(
    send: Callable[[], Any],
    declared: WebhookSubscription,
    account: CybersourceAccount,
    tell: Tell,
    *,
    doing: str,
    own: str | None = None,
) -> Any:
    """
    What *send* answers. Where it is refused for products that other subscriptions have, and other resources of this
    run give them up, it is sent again after that: a refusal is definite, so nothing was stored.

    Args:
        send: Sends the request.
        declared: What is declared.
        account: Whom to ask.
        tell: Who knows the other resources.
        doing: What is being done, to follow "cannot".
        own: The id of the subscription itself, where it exists.
    """
    try:
        return send()
    except AlreadyExists as conflict:
        try:
            others = [row for row in _occupants(declared, account) if api.id_of(row) != own]
        except PlatformError:
            raise conflict from None
        # Nobody left in the list: the product was given up since the refusal.
        if not all(_is_released(row, declared, tell) for row in others):
            raise occupied(doing, declared, others, conflict) from conflict
    return send()


def _adopted(
    occupant: Mapping[str, Any], declared: WebhookSubscription, account: CybersourceAccount, tell: Tell, keep: Keep
) -> Observed:
    observed = _observed(occupant)
    keep(observed)
    changed = differing(declared, observed)
    if body := account.version.body(declared, changed - {"status"}):
        answer = _patched(observed.id, body, declared, account, tell)
        observed = _answered(observed.id, answer, account, declared)
        keep(observed)
    return _with_status(observed, declared, account, tell)


def differing(declared: WebhookSubscription, observed: Observed) -> frozenset[str]:
    """The top-level wire names in which a subscription at the platform differs from what is declared."""
    inputs = as_inputs(declared)
    return diff(WebhookSubscription, owned(WebhookSubscription, inputs, observed.fields), inputs).fields


def _patched(
    id: str, body: Mapping[str, Any], declared: WebhookSubscription, account: CybersourceAccount, tell: Tell
) -> Any:
    doing = f"update subscription {tell.name!r}"
    send = partial(account.change, "PATCH", account.version.item(id), body=body, doing=doing)
    return _once_released(send, declared, account, tell, doing=doing, own=id)


def _is_released(occupant: Mapping[str, Any], declared: WebhookSubscription, tell: Tell) -> bool:
    claims = claims_on(declared.organization_id, occupant, declared.products)
    tell.progress(f"waiting for {api.id_of(occupant)} to give up {', '.join(sorted(one.title for one in claims))}")
    return tell.is_released(claims)


def _with_status(
    observed: Observed, declared: WebhookSubscription, account: CybersourceAccount, tell: Tell
) -> Observed:
    if declared.status or declared.wait_for:
        look = partial(_fetch, observed.id, account, doing=f"read the status of subscription {observed.id}")
        observed = look_again(observed, look, account=account, tell=tell)
    current = observed.added.get("currentStatus")
    if wants_status(declared, current):
        return _put_status(observed, declared.status or "", account, tell)
    if declared.status and current != declared.status:
        tell.warn(_waiting(str(current)))
    return observed


def _put_status(observed: Observed, status: str, account: CybersourceAccount, tell: Tell) -> Observed:
    doing = f"set the status of subscription {observed.id} to {status}"
    request = account.version.status(observed.id, status)
    try:
        answer = account.change(request.method, request.path, body=request.body, doing=doing)
    except Missing:
        raise
    except Refused:
        fresh = _fetch(observed.id, account, doing=doing)
        if not is_platform_owned(str(fresh.added.get("currentStatus"))):
            raise
        tell.warn(_waiting(str(fresh.added.get("currentStatus"))))
        return Observed(observed.id, {**observed.fields, "status": status}, {**observed.added, **fresh.added})
    if api.status_in(answer) != status:
        return _reread(observed, status, account, doing)
    return Observed(observed.id, {**observed.fields, "status": status}, {**observed.added, "currentStatus": status})


def _reread(observed: Observed, status: str, account: CybersourceAccount, doing: str) -> Observed:
    """After an answer that does not say the status: the status that the subscription has now."""
    current = str(_fetch(observed.id, account, doing=doing).added["currentStatus"])
    settled = status if is_platform_owned(current) else current
    return Observed(observed.id, {**observed.fields, "status": settled}, {**observed.added, "currentStatus": current})


def _waiting(current: str) -> str:
    return f"status is {explained(current)}; then run `pulumi up --refresh`; {STATUSES}"


def _explain(observed: Observed, tell: Tell) -> None:
    for one in remark(str(observed.added.get("currentStatus"))):
        tell.warn(one)


def _fetch(id: str, account: CybersourceAccount, *, doing: str) -> Observed:
    return _observed(account.read_subscription(id, doing=doing))


def _answered(id: str, answer: Any, account: CybersourceAccount, declared: WebhookSubscription) -> Observed:
    """What a request left behind: its answer where that tells, else another look."""
    if api.id_of(answer) == id and not is_short(answer, has_health_check=bool(declared.health_check_url)):
        return _observed(answer)
    return _fetch(id, account, doing=f"read subscription {id} as it is stored")


def is_short(answer: Any, *, has_health_check: bool) -> bool:
    """
    Whether *answer*, a row of a list or what an update left behind, may leave out what the platform has.

    A subscription asked for by its id says so by leaving out its health check URL when it has none; from a shorter
    answer that would be drift, and its repair a URL to review.
    """
    return api.status_in(answer) is None or (has_health_check and "healthCheckUrl" not in answer)


def _observed(answer: Mapping[str, Any]) -> Observed:
    return Observed(str(api.id_of(answer)), api.fields_of(answer), api.added_of(answer))


def _first_created(observed: Observed, state: Mapping[str, Any]) -> Observed:
    """The time of creation as it was first told: the platform's answers differ by milliseconds."""
    known = state.get("createdOn")
    return Observed(observed.id, observed.fields, {**observed.added, "createdOn": known} if known else observed.added)
