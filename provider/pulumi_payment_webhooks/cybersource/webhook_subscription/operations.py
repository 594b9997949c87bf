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
from ...reconcile.ports import Keep, Observed, Request, Run
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


def create(request: Request[WebhookSubscription, CybersourceAccount]) -> Observed:
    """Create the subscription, or take over the one in its place, then ask for its status."""
    declared, account, run, keep = request.declared, request.account, request.run, request.keep
    insist_on_events(declared, {}, account, doing=f"create subscription {run.name!r}")
    if occupants := _adoptable(declared, account, run):
        occupant = sole_occupant(occupants, declared, doing=f"create subscription {run.name!r}")
        adopted = _adopted(occupant, declared, account, run, keep)
        return _followed(adopted, declared, {}, account, run)
    answer = _posted(declared, account, run)
    observed = _observed(answer)
    keep(observed)
    observed = _answered(observed.id, answer, account, declared)
    return _followed(_with_status(observed, declared, account, run), declared, {}, account, run)


def read(request: Request[None, CybersourceAccount]) -> Observed:
    """Look at the subscription, out of what all resources that ask for it share."""
    id, state, account = request.id, request.state, request.account
    doing = f"read subscription {id}"
    answer = account.subscription(id, state.get("organizationId"), doing=doing)
    if not account.version.lists_by_event and is_short(
        answer, has_health_check=bool(state.get("healthCheckUrl", not state))
    ):
        answer = account.read_subscription(id, doing=doing)
    observed = _observed(answer)
    _explain(observed, request.run)
    return _first_created(observed, state)


def update(request: Request[WebhookSubscription, CybersourceAccount]) -> Observed:
    """Send what changed, and nothing else; then ask for the status."""
    id, declared, account, run = request.id, request.declared, request.account, request.run
    changed, state = request.changed, request.state
    if "products" in changed:
        insist_on_events(declared, state, account, doing=f"update subscription {run.name!r}")
    observed = Observed(id)
    for step in steps(declared, changed, state.get("currentStatus"), version=account.version):
        if isinstance(step, SetStatus):
            observed = _put_status(observed, step.status, account, run)
            continue
        answer = _patched(id, step.body, declared, account, run)
        observed = without_outcome(_answered(id, answer, account, declared), changed, state)
        request.keep(_first_created(observed, state))
        observed = _with_status(observed, declared, account, run)
    if observed.fields or changed & {"waitFor", "testDelivery"}:
        observed = _followed(observed, declared, {**state, **observed.added}, account, run)
    return _first_created(observed, state)


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Delete the subscription."""
    account = request.account
    doing = f"delete subscription {request.run.name!r}"
    account.insist_on(request.state.get("organizationId"), doing=doing)
    answer = account.change("DELETE", account.version.item(request.id), doing=doing)
    if not isinstance(answer, Mapping | None):
        reason = f"{account.host} answered with something that does not confirm it"
        raise Unavailable(f"cannot {doing}: {reason}; run the command again", reason=reason)


def _followed(
    observed: Observed,
    declared: WebhookSubscription,
    state: Mapping[str, Any],
    account: CybersourceAccount,
    run: Run,
) -> Observed:
    look = partial(_fetch, observed.id, account, doing=f"read the status of subscription {observed.id}")
    return followed(observed, declared, state, look, account=account, run=run)


def _posted(declared: WebhookSubscription, account: CybersourceAccount, run: Run) -> Mapping[str, Any]:
    doing, version = f"create subscription {run.name!r}", account.version
    send = partial(account.change, "POST", version.collection, body=version.creation(declared), doing=doing)
    try:
        answer = _once_released(send, declared, account, run, doing=doing)
    except Unclear as unclear:
        return recovered(doing, declared, unclear, account=account, run=run)
    if flaw := api.flaw_of_id(answer):
        reason = f"{account.host} accepted it and answered {flaw}"
        accepted = Unclear(f"cannot {doing}: {reason}", reason=reason)
        return recovered(doing, declared, accepted, account=account, run=run)
    return dict(answer)


def _adoptable(declared: WebhookSubscription, account: CybersourceAccount, run: Run) -> list[Mapping[str, Any]]:
    """The subscriptions that *declared* may adopt: not those whose products another resource gives up in this run."""
    if not declared.adopt_existing:
        return []
    return [row for row in _occupants(declared, account) if not _is_released(row, declared, run)]


def _occupants(declared: WebhookSubscription, account: CybersourceAccount) -> list[Mapping[str, Any]]:
    return occupants_of(account.subscriptions(declared.organization_id, declared.products), declared.products)


def _once_released(
    send: Callable[[], Any],
    declared: WebhookSubscription,
    account: CybersourceAccount,
    run: Run,
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
        run: The run, which knows the other resources.
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
        if not all(_is_released(row, declared, run) for row in others):
            raise occupied(doing, declared, others, conflict) from conflict
    return send()


def _adopted(
    occupant: Mapping[str, Any], declared: WebhookSubscription, account: CybersourceAccount, run: Run, keep: Keep
) -> Observed:
    observed = _observed(occupant)
    keep(observed)
    changed = differing(declared, observed)
    if body := account.version.body(declared, changed - {"status"}):
        answer = _patched(observed.id, body, declared, account, run)
        observed = _answered(observed.id, answer, account, declared)
        keep(observed)
    return _with_status(observed, declared, account, run)


def differing(declared: WebhookSubscription, observed: Observed) -> frozenset[str]:
    """The top-level wire names in which a subscription at the platform differs from what is declared."""
    inputs = as_inputs(declared)
    return diff(WebhookSubscription, owned(WebhookSubscription, inputs, observed.fields), inputs).fields


def _patched(
    id: str, body: Mapping[str, Any], declared: WebhookSubscription, account: CybersourceAccount, run: Run
) -> Any:
    doing = f"update subscription {run.name!r}"
    send = partial(account.change, "PATCH", account.version.item(id), body=body, doing=doing)
    return _once_released(send, declared, account, run, doing=doing, own=id)


def _is_released(occupant: Mapping[str, Any], declared: WebhookSubscription, run: Run) -> bool:
    claims = claims_on(declared.organization_id, occupant, declared.products)
    run.progress(f"waiting for {api.id_of(occupant)} to give up {', '.join(sorted(one.title for one in claims))}")
    return run.is_released(claims)


def _with_status(observed: Observed, declared: WebhookSubscription, account: CybersourceAccount, run: Run) -> Observed:
    if declared.status or declared.wait_for:
        look = partial(_fetch, observed.id, account, doing=f"read the status of subscription {observed.id}")
        observed = look_again(observed, look, account=account, run=run)
    current = observed.added.get("currentStatus")
    if wants_status(declared, current):
        return _put_status(observed, declared.status or "", account, run)
    if declared.status and current != declared.status:
        run.warn(_waiting(str(current)))
    return observed


def _put_status(observed: Observed, status: str, account: CybersourceAccount, run: Run) -> Observed:
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
        run.warn(_waiting(str(fresh.added.get("currentStatus"))))
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


def _explain(observed: Observed, run: Run) -> None:
    for one in remark(str(observed.added.get("currentStatus"))):
        run.warn(one)


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
