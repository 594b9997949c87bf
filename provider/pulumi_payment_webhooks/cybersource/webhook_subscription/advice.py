"""
What a look at the platform tells of a subscription before anything is done: events nobody offers, products that are
taken, what taking over would change. Asked once for all subscriptions, and never an error because nobody answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...pages import see
from ...reconcile.declaration import UNKNOWN, Problem
from ...reconcile.differences import diff
from ...reconcile.platform import Advice, Tell
from ...reconcile.shapes import shape_of
from ...reconcile.showing import named
from ...reconcile.states import owned
from ...wording import did_you_mean
from ..account import CybersourceAccount
from ..api import subscriptions as api
from ..api.products import Catalogue, Product
from .declaration import WebhookSubscription, claim_on
from .occupation import held_by, occupants_of, taken


def advise(
    inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell
) -> Iterator[Advice]:
    """
    Look at what is new in *inputs*: an unchanged subscription asks nobody.
    """
    organization, products = inputs.get("organizationId"), inputs.get("products")
    if not isinstance(organization, str) or not isinstance(products, Mapping):
        return
    before = olds.get("products") if olds.get("organizationId") == organization else {}
    new = _new_events(products, before if isinstance(before, Mapping) else {})
    if not new:
        return
    fresh = [product for product in new if product not in (before or {})]
    glance = account.lookups.glance(organization, fresh)
    if glance is None:
        return
    if glance.catalogue is None and account.lookups.is_first_told(organization):
        yield Advice(Problem(("products",), "is not checked: the catalogue cannot be asked now"))
    if glance.catalogue is not None:
        yield from _about_events(new, inputs, glance.catalogue, is_strict=account.settings.strict_events)
    occupants = occupants_of(glance.rows or (), fresh)
    occupants = [row for row in occupants if not _gives_way(row, fresh, organization, tell)]
    if occupants:
        yield _about_occupants(occupants, fresh, inputs, is_deployed=bool(olds))


def _new_events(products: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for product, events in products.items():
        if events is UNKNOWN:
            continue
        known = before.get(product)
        new = [event for event in events if not (isinstance(known, Mapping) and event in known)]
        if new:
            found[product] = new
    return found


def _about_events(
    new: Mapping[str, list[str]], inputs: Mapping[str, Any], catalogue: Catalogue, *, is_strict: bool
) -> Iterator[Advice]:
    encrypted: list[str] = []
    for product, events in new.items():
        offered = catalogue.get(product)
        if offered is None:
            hint = did_you_mean(product, catalogue)
            reason = f"unknown product: the organization's catalogue does not offer it{hint}"
            yield Advice(Problem(("products", product), reason), refuses=is_strict)
            continue
        yield from _unknown_events(offered, events, refuses=is_strict)
        encrypted += [event for event in events if event in offered.events and offered.events[event].is_encrypted]
    if encrypted and inputs.get("certificate") is None:
        yield Advice(
            Problem(
                ("certificate",),
                f"is not given, and the platform encrypts {', '.join(sorted(encrypted))}: nothing of that is delivered "
                "until a message encryption certificate is stored for the organization. Declare a "
                "MessageEncryptionCertificate and pass it here",
            )
        )


def _unknown_events(offered: Product, events: list[str], *, refuses: bool) -> Iterator[Advice]:
    for event in events:
        if event not in offered.events:
            hint = did_you_mean(event, offered.events)
            reason = f"unknown event {event!r}: the organization's catalogue does not offer it{hint}"
            yield Advice(Problem(("products", offered.id), reason), refuses=refuses)


def _about_occupants(
    occupants: list[Mapping[str, Any]], fresh: list[str], inputs: Mapping[str, Any], *, is_deployed: bool
) -> Advice:
    held, first = held_by(fresh, occupants), occupants[0]
    if is_deployed:
        reason = f"{held}: this waits until it is given up in the same run, and fails if it is not"
        return Advice(Problem(("products",), reason))
    if inputs.get("adoptExisting") and len(occupants) > 1:
        reason = f"is held by several: {held}. Declare a resource for each"
        return Advice(Problem(("products",), reason), refuses=True)
    if inputs.get("adoptExisting"):
        changing = _differing(first, inputs)
        return Advice(Problem((), _takeover(first, changing)), is_note=not changing)
    if not _differing(first, inputs):
        # This is also what a resource looks like that is made anew in place of itself: nobody tells which it is.
        reason = (
            f"{held}, and is as declared. If this is made anew in its place, all is well; else creating fails: set "
            "`adoptExisting`, or name what it was called before in aliases"
        )
        return Advice(Problem(("products",), reason))
    return Advice(Problem(("products",), f"are taken: {taken(fresh, occupants)}"), refuses=True)


def _gives_way(row: Mapping[str, Any], fresh: list[str], organization: str, tell: Tell) -> bool:
    """Whether another resource of the program gives it up in this run."""
    id = str(api.id_of(row))
    held = api.fields_of(row)["products"].keys() & set(fresh)
    return all(tell.is_letting_go(id, claim_on(organization, product)) for product in held)


def _takeover(row: Mapping[str, Any], changing: list[str]) -> str:
    head = f"adopts subscription {api.id_of(row)}"
    if not changing:
        return f"{head}, which is as declared"
    return f"{head} and changes {', '.join(changing)}; {see('how-to/adopt')}"


def _differing(row: Mapping[str, Any], inputs: Mapping[str, Any]) -> list[str]:
    """The fields that are sent, and in which the subscription in *row* is not as declared."""
    present = owned(WebhookSubscription, inputs, api.fields_of(row))
    sent = {one.wire for one in shape_of(WebhookSubscription).fields if not one.local}
    changed = diff(WebhookSubscription, present, inputs).changed
    return named(WebhookSubscription, (path for path in changed if path[0] in sent))
