"""
Which subscriptions cover the products of another: the natural key of the platform. No I/O here.

One subscription covers a product of an organization.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ...errors import AlreadyExists
from ...pages import see
from ...reconcile.declare.declaration import Claim
from ...reconcile.declare.shapes import shape_of
from ...wording import FieldName, Sentence, few
from ..api.subscriptions import HEALTH_URL, SubscriptionRow
from .declaration import WebhookSubscription, claim_on

_TAKEN = see("how-to/rename-or-replace#when-a-product-is-taken")
_MERGE = see("how-to/rename-or-replace#merge-two-subscriptions")
_OWN_REQUEST = frozenset({"status"})
"""What has a request of its own; while the platform owns the status, a subscription has no such field."""


def find_occupants(rows: Iterable[SubscriptionRow], products: Collection[str]) -> list[SubscriptionRow]:
    """Those of *rows* that cover one of *products*."""
    return [row for row in rows if row.products_among(products)]


def list_holders(products: Collection[str], occupants: Iterable[SubscriptionRow]) -> str:
    """Which of *products* each of *occupants* has, in words, a line for each."""
    return "\n".join(f"{one.id} holds {few(sorted(one.products_among(products)))}" for one in occupants)


def list_claims(organization: str, occupant: SubscriptionRow, products: Collection[str]) -> frozenset[Claim]:
    """The natural keys that *occupant* has of *products*."""
    return frozenset(claim_on(organization, product) for product in occupant.products_among(products))


def lacks_declared(row: SubscriptionRow, inputs: Mapping[str, object]) -> bool:
    """Whether *row* leaves out something that *inputs* declare, so that it does not show whether that is there."""
    sent = {one.wire for one in shape_of(WebhookSubscription).fields if not one.local and one.wire in inputs}
    return row.is_short(has_health_check=bool(inputs.get(HEALTH_URL))) or not sent <= row.fields.keys() | _OWN_REQUEST


def explain_taken(products: Collection[str], occupants: Iterable[SubscriptionRow]) -> Sentence:
    """That *products* of a new subscription are taken, by whom, and what to do."""
    remedy = "{}\nset {} to adopt it, or add an alias after a rename; {}"
    return Sentence(remedy, list_holders(products, occupants), FieldName("adoptExisting"), _TAKEN)


def explain_stays(products: Collection[str], occupants: Iterable[SubscriptionRow]) -> str:
    """That *products* which a subscription gains are not given up in this run, and what to do."""
    remedy = "Pulumi deletes last: deploy without it here, then add it"
    return f"{list_holders(products, occupants)}\n{remedy}; {_MERGE}"


def explain_several(products: Collection[str], occupants: Iterable[SubscriptionRow]) -> str:
    """That one resource cannot adopt several subscriptions."""
    return f"{list_holders(products, occupants)}\na resource adopts one subscription: declare one for each; {_TAKEN}"


def sole_occupant(
    occupants: Sequence[SubscriptionRow], declared: WebhookSubscription, *, doing: str
) -> SubscriptionRow:
    """
    The one subscription to adopt.

    Raises:
        AlreadyExists: There are several; the text names each.
    """
    if len(occupants) > 1:
        raise AlreadyExists(f"cannot {doing}: {explain_several(declared.products, occupants)}")
    return occupants[0]
