"""
Create, read, update and delete of a webhook subscription. :mod:`.steps` decides, this performs.

A POST is never sent twice: after an unclear answer the natural key (one subscription for each product of an
organization) is looked up, compared, and only then decided upon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from ...errors import AlreadyExists, PlatformError, Unavailable, Unclear
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Observed, Request
from ..account.account import CybersourceAccount
from ..api.subscriptions import HEALTH_URL, PRODUCTS, SubscriptionRow, read_row, read_row_of
from .advice import insist_on_events
from .declaration import WebhookSubscription
from .follow_up import follow_up, without_outcome
from .occupation import find_occupants, lacks_declared, list_claims, sole_occupant
from .recovery import conflict_with, recover
from .status import STATUS, Writing, ask_status, remark_status, set_status
from .steps import Patch, SetStatus, fields_to_change, steps
from .wire import changes, creation


def create(request: Writing) -> Observed:
    """Create the subscription, or adopt the subscription in its place, then ask for its status."""
    declared, doing = request.declared, f"create subscription {request.run.name!r}"
    occupants = _adoptable(request)
    insist_on_events(declared, _adopted_events(occupants, declared), request.account, doing=doing)
    if occupants:
        observed = _adopt(sole_occupant(occupants, declared, doing=doing), request)
    else:
        row = _post(request, doing=doing)
        request.keep(_observe(row))
        observed = _complete(row.id, row, request)
    return follow_up(ask_status(observed, request), request, {})


def read(request: Request[None, CybersourceAccount]) -> Observed:
    """Look at the subscription, out of what all resources that ask for it share."""
    id, state, account = request.id, request.state, request.account
    doing = f"read subscription {id}"
    row = account.subscription(id, state.get("organizationId"), doing=doing)
    has_health_check = bool(state.get(HEALTH_URL, not state))  # What no state has yet may have one.
    if not account.version.lists_by_event and row.is_short(has_health_check=has_health_check):
        row = account.read_subscription(id, doing=doing)
    observed = _observe(row)
    remark_status(observed, request.run)
    return _first_created(observed, state)


def update(request: Writing) -> Observed:
    """Send what changed, and nothing else; then ask for the status."""
    declared, state, account = request.declared, request.state, request.account
    if "products" in request.changed:
        insist_on_events(declared, state, account, doing=f"update subscription {request.run.name!r}")
    observed = Observed(request.id)
    for step in steps(declared, request.changed, state.get(STATUS), version=account.version):
        match step:
            case SetStatus(status):
                observed = set_status(observed, status, request)
            case Patch():
                observed = ask_status(_patch(request.id, step, request), request)
    if observed.fields or request.changed & {"waitFor", "testDelivery"}:
        observed = follow_up(observed, request, {**state, **observed.added})
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


def _post(request: Writing, *, doing: str) -> SubscriptionRow:
    version = request.account.version
    body = creation(request.declared, version)
    send = partial(request.account.change, "POST", version.collection, body=body, doing=doing)
    try:
        answer = _send_once_released(send, request, doing=doing)
    except Unclear as unclear:
        return recover(request, unclear, doing=doing)
    try:
        return read_row(answer)
    except ValueError as flaw:
        reason = f"{request.account.host} accepted it and answered {flaw}"
        return recover(request, Unclear(f"cannot {doing}: {reason}", reason=reason), doing=doing)


def _adoptable(request: Writing) -> list[SubscriptionRow]:
    """The subscriptions that may be adopted: not those whose products another resource gives up in this run."""
    if not request.declared.adopt_existing:
        return []
    return [row for row in _occupants(request) if not _is_released(row, request)]


def _adopted_events(occupants: list[SubscriptionRow], declared: WebhookSubscription) -> dict[str, object]:
    """The events that the subscription to adopt has already, as a state has them."""
    products = occupants[0].fields.get(PRODUCTS, {}) if len(occupants) == 1 else {}
    return {"organizationId": declared.organization_id, PRODUCTS: products}


def _occupants(request: Writing) -> list[SubscriptionRow]:
    products = request.declared.products
    return find_occupants(request.account.subscriptions(request.declared.organization_id, products), products)


def _send_once_released(send: Callable[[], object], request: Writing, *, doing: str, own: str | None = None) -> object:
    """
    What *send* answers. Where it is refused for products that other subscriptions have, and other resources of this
    run give them up, it is sent again after that: a refusal is definite, so nothing was stored.

    Args:
        send: Sends the request.
        request: The operation.
        doing: What is being done, to follow "cannot".
        own: The id of the subscription itself, where it exists.
    """
    try:
        return send()
    except AlreadyExists as conflict:
        try:
            others = [row for row in _occupants(request) if row.id != own]
        except PlatformError:
            raise conflict from None
        # Nobody left in the list: the product was given up since the refusal.
        if not all(_is_released(row, request) for row in others):
            raise conflict_with(others, request.declared, conflict, doing=doing) from conflict
    return send()


def _adopt(row: SubscriptionRow, request: Writing) -> Observed:
    if lacks_declared(row, as_inputs(request.declared)):
        row = request.account.read_subscription(row.id, doing=f"adopt subscription {row.id}")
    request.keep(_observe(row))
    changed = fields_to_change(request.declared, row.fields) - {"status"}
    body = changes(request.declared, changed, request.account.version)
    return _patch(row.id, Patch(body), request) if body else _observe(row)


def _patch(id: str, step: Patch, request: Writing) -> Observed:
    account, doing = request.account, f"update subscription {request.run.name!r}"
    send = partial(account.change, "PATCH", account.version.item(id), body=step.body, doing=doing)
    answer = _send_once_released(send, request, doing=doing, own=id)
    stored = _complete(id, read_row_of(id, answer), request)
    observed = without_outcome(stored, request.changed, request.state)
    request.keep(_first_created(observed, request.state))
    return observed


def _is_released(occupant: SubscriptionRow, request: Writing) -> bool:
    claims = list_claims(request.declared.organization_id, occupant, request.declared.products)
    titles = ", ".join(sorted(one.title for one in claims))
    request.run.progress(f"looking whether {occupant.id} gives up {titles}")
    return request.run.is_released(claims)


def _complete(id: str, row: SubscriptionRow | None, request: Writing) -> Observed:
    """What a request left behind: *row*, its answer, where that shows everything, else another look."""
    if row is None or row.is_short(has_health_check=bool(request.declared.health_check_url)):
        row = request.account.read_subscription(id, doing=f"read subscription {id} as it is stored")
    return _observe(row)


def _observe(row: SubscriptionRow) -> Observed:
    return Observed(row.id, row.fields, row.added)


def _first_created(observed: Observed, state: Mapping[str, object]) -> Observed:
    """The time of creation as it was first answered: the platform's answers differ by milliseconds."""
    known = state.get("createdOn")
    return replace(observed, added={**observed.added, "createdOn": known}) if known else observed
