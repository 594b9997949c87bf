"""
What a look at the platform shows before anything is done: events that it does not offer, products that other
subscriptions cover, what an adoption would change. One request serves all subscriptions of an organization.

A platform that gives no definite answer is a warning; credentials that it refuses, and strict events without a
catalogue, are errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...errors import PlatformError, Refused, SettingsProblem
from ...pages import see
from ...reconcile.decide.differences import diff
from ...reconcile.decide.showing import name_fields
from ...reconcile.decide.states import as_inputs, select_owned
from ...reconcile.declare.declaration import UNKNOWN, Claim, Problem
from ...reconcile.declare.shapes import shape_of
from ...reconcile.ports import Advice, Run
from ...withheld import scrub
from ...wording import FieldName, Sentence, Shown, Words, cut, did_you_mean, few, fitting, group, join, rewrite
from ..account.account import CybersourceAccount
from ..account.settings import STRICT_EVENTS
from ..api.products import Catalogue, Product
from ..api.subscriptions import PRODUCTS, SubscriptionRow
from ..policies.url_review import REVIEWED, find_changed_urls, find_new_urls, warn_of_review
from .declaration import WebhookSubscription
from .occupation import (
    explain_several,
    explain_stays,
    explain_taken,
    find_occupants,
    lacks_declared,
    list_claims,
    list_holders,
)

_PAGE = see("how-to/catalogue")
_ROOM = 135
"""Characters for a product and what is wrong with its event."""
_FIELDS = 50
"""Characters for the names of fields beside the id of a subscription."""
_REASON = 70
"""Characters for a reason, which is the platform's own in part."""


def advise(
    inputs: Mapping[str, object], olds: Mapping[str, object], *, account: CybersourceAccount, run: Run
) -> Iterator[Advice]:
    """
    Look at what is new in *inputs*: a subscription that gains no event, and whose URLs stay, needs no request.
    """
    yield from _advise_on_urls(inputs, olds, account)
    new = find_new_events(inputs, olds)
    if not new or account.is_offline:
        return
    organization = str(inputs["organizationId"])
    fresh = [product for product in new if product not in _products_before(inputs, olds)]
    rows = _rows(organization, fresh, account)
    before = _products_before(inputs, olds)
    occupants = [row for row in find_occupants(rows or (), fresh) if not find_occupants([row], before)]
    if inputs.get("adoptExisting"):
        new = _without_events_of(occupants, new)
        occupants = [_as_a_whole(row, inputs, account) for row in occupants]
    if new:
        yield from _advise_on_catalogue(new, inputs, account, is_answered=rows is not None)
    if occupants:
        yield from _advise_on_occupants(occupants, fresh, inputs, is_deployed=bool(before))


def _advise_on_urls(
    inputs: Mapping[str, object], olds: Mapping[str, object], account: CybersourceAccount
) -> Iterator[Advice]:
    """That changed URLs of a subscription are reviewed: not those that it has at the platform already."""
    before = _products_before(inputs, olds)
    changed = find_changed_urls(inputs, olds, REVIEWED) if before else []
    if not changed:
        return
    rows = () if account.is_offline else _rows(str(inputs["organizationId"]), list(before), account)
    present = next((row.fields for row in find_occupants(rows or (), before)), {})
    if reviewed := find_new_urls(present, inputs, changed):
        yield from warn_of_review(reviewed)


def find_new_events(inputs: Mapping[str, object], olds: Mapping[str, object]) -> dict[str, list[str]]:
    """The events, by product, that *inputs* have and the last deployment had not; nothing where it is not known."""
    organization, products = inputs.get("organizationId"), inputs.get("products")
    if not isinstance(organization, str) or not isinstance(products, Mapping):
        return {}
    before = _products_before(inputs, olds)
    found: dict[str, list[str]] = {}
    for product, events in products.items():
        if events is UNKNOWN:
            continue
        known = before.get(product)
        new = [event for event in events if not (isinstance(known, Mapping) and event in known)]
        if new:
            found[product] = new
    return found


def _without_events_of(occupants: Iterable[SubscriptionRow], new: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Those of the *new* events that *occupants*, which are adopted, do not have already."""
    had = {(id, event) for row in occupants for id, events in row.fields.get(PRODUCTS, {}).items() for event in events}
    left = {id: [event for event in events if (id, event) not in had] for id, events in new.items()}
    return {id: events for id, events in left.items() if events}


def _as_a_whole(row: SubscriptionRow, inputs: Mapping[str, object], account: CybersourceAccount) -> SubscriptionRow:
    """*row* with everything that *inputs* declare: asked for by its id where the list leaves some of it out."""
    if not lacks_declared(row, inputs):
        return row
    try:
        return account.lookups.row(row.id, None)
    except PlatformError:
        return row


def insist_on_events(
    declared: WebhookSubscription, before: Mapping[str, object], account: CybersourceAccount, *, doing: str
) -> None:
    """
    Check strict events now: an offline preview has not.

    Args:
        declared: What is about to be sent.
        before: What the state holds; empty for a new subscription.
        account: Where to ask.
        doing: What is being done, to follow "cannot".

    Raises:
        SettingsProblem: The catalogue does not offer an event.
        PlatformError: There is no catalogue to check with.
    """
    inputs = as_inputs(declared)
    new = find_new_events(inputs, before) if account.is_offline and account.settings.strict_events else {}
    if not new:
        return
    advice = _advise_on_events(new, inputs, account.catalogue(declared.organization_id), is_strict=True)
    reasons = [f"{'.'.join(one.problem.path)} {one.problem.reason}" for one in advice if one.refuses]
    if reasons:
        raise SettingsProblem(f"cannot {doing}: {'; '.join(reasons)} ({STRICT_EVENTS.name} is set)")


def _products_before(inputs: Mapping[str, object], olds: Mapping[str, object]) -> Mapping[str, object]:
    before = olds.get("products") if olds.get("organizationId") == inputs.get("organizationId") else None
    return before if isinstance(before, Mapping) else {}


def _rows(organization: str, products: list[str], account: CybersourceAccount) -> Iterable[SubscriptionRow] | None:
    """The subscriptions that may hold *products*; None where there is no answer, of which every comparison warns."""
    try:
        return account.lookups.holders(organization, products)
    except PlatformError:
        return None


def _advise_on_catalogue(
    new: Mapping[str, list[str]], inputs: Mapping[str, object], account: CybersourceAccount, *, is_answered: bool
) -> Iterator[Advice]:
    is_strict = account.settings.strict_events
    try:
        catalogue = account.lookups.catalogue(str(inputs["organizationId"]))
    except PlatformError as failure:
        if is_strict:
            reason = f"{scrub(failure.reason)}: events cannot be checked, and {STRICT_EVENTS.name} is set"
            yield Advice(Problem((), reason), refuses=True)
        elif isinstance(failure, Refused) and failure.status == 401:
            yield Advice(Problem((), rewrite(failure.message, scrub)), refuses=True)
        elif is_answered or account.version.lists_by_event:
            reason = f"events are not checked: {cut(scrub(failure.reason), _REASON)}; {_PAGE}"
            yield Advice(Problem((), reason), once=True)
        return
    yield from _advise_on_events(new, inputs, catalogue, is_strict=is_strict)


def _advise_on_events(
    new: Mapping[str, list[str]], inputs: Mapping[str, object], catalogue: Catalogue, *, is_strict: bool
) -> Iterator[Advice]:
    encrypted: list[str] = []
    for product, events in new.items():
        offered = catalogue.get(product)
        if offered is None:
            hint = did_you_mean(product, catalogue)
            reason = f"unknown product{hint}; {_PAGE}"
            yield Advice(Problem(("products", product), reason), refuses=is_strict)
            continue
        yield from _unknown_events(offered, events, refuses=is_strict)
        if any(event in offered.events and offered.events[event].is_encrypted for event in events):
            encrypted.append(product)
    if encrypted and inputs.get("certificate") is None:
        yield Advice(
            Problem(
                ("certificate",),
                f"not declared; the platform encrypts events of {few(encrypted)} and delivers none without it; "
                f"{see('how-to/encrypt-notifications')}",
            )
        )


def _unknown_events(offered: Product, events: list[str], *, refuses: bool) -> Iterator[Advice]:
    for event in events:
        if event not in offered.events:
            hint = did_you_mean(event, offered.events)
            named = Sentence("unknown event {}{}", Shown(event), hint)
            texts = (Sentence("{}; {}", named, _PAGE), named, f"unknown event{hint}; {_PAGE}")
            reason = fitting(*texts[: None if hint else 2], room=_ROOM - len(offered.id))
            yield Advice(Problem(("products", offered.id), reason), refuses=refuses)


def _advise_on_occupants(
    occupants: list[SubscriptionRow], fresh: list[str], inputs: Mapping[str, object], *, is_deployed: bool
) -> Iterator[Advice]:
    """
    What stands in the way of *fresh* products. It is not said where other resources of the program give them up.
    """
    organization, path = str(inputs["organizationId"]), ("products",)
    claims = {row.id: list_claims(organization, row, fresh) for row in occupants}
    all_given_up = (frozenset[Claim]().union(*claims.values()),)
    if is_deployed:
        yield Advice(Problem(path, explain_stays(fresh, occupants)), refuses=True, unless=all_given_up)
    elif not inputs.get("adoptExisting") and not _find_changes(occupants[0], inputs):
        # A resource that is created again in its own place looks the same: the engine does not say which it is.
        reason = f"{list_holders(fresh, occupants[:1])}, and is as declared; {see('how-to/rename-or-replace')}"
        yield Advice(Problem(path, reason), unless=all_given_up)
    elif not inputs.get("adoptExisting"):
        yield Advice(Problem(path, explain_taken(fresh, occupants)), refuses=True, unless=all_given_up)
    elif len(occupants) > 1:
        all_but_one = tuple(
            frozenset[Claim]().union(*(claims[row.id] for row in occupants if row is not one)) for one in occupants
        )
        yield Advice(Problem(path, explain_several(fresh, occupants)), refuses=True, unless=all_but_one)
    else:
        for one in _advise_on_adoption(occupants[0], inputs):
            yield replace(one, unless=all_given_up)


def _advise_on_adoption(row: SubscriptionRow, inputs: Mapping[str, object]) -> Iterator[Advice]:
    head, changing = f"adopts subscription {row.id}", _find_changes(row, inputs)
    if not changing:
        yield Advice(Problem((), f"{head}, which is as declared"), is_note=True)
        return
    for words in _explain_adoption(head, changing):
        yield Advice(Problem((), Sentence("{}; {}", words, see("how-to/adopt"))))
    if reviewed := find_new_urls(row.fields, inputs, find_changed_urls(inputs, {}, REVIEWED)):
        yield from warn_of_review(reviewed)


def _explain_adoption(head: str, changing: list[FieldName]) -> Iterator[Words]:
    """That a subscription is adopted and each field that changes: in one sentence where there is room for all."""
    if len(str(fields := join(changing))) <= _FIELDS:
        yield Sentence("{} and changes {}", head, fields)
        return
    yield f"{head} and changes {len(changing)} fields"
    for fields in group(changing, room=2 * _FIELDS):
        yield Sentence("changes {}", fields)


def _find_changes(row: SubscriptionRow, inputs: Mapping[str, object]) -> list[FieldName]:
    """The fields that are sent, and in which the subscription in *row* is not as declared."""
    present = select_owned(WebhookSubscription, inputs, row.fields)
    sent = {one.wire for one in shape_of(WebhookSubscription).fields if not one.local}
    changed = diff(WebhookSubscription, present, inputs).changed
    return name_fields(WebhookSubscription, (path for path in changed if path[0] in sent))
