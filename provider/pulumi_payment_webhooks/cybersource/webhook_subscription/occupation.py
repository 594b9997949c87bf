"""
Who occupies the products of a subscription: the natural key of the platform. No I/O here.

Source: reference §5.4. One subscription covers a product of an organization.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ...errors import AlreadyExists
from ...pages import see
from ...reconcile.declare.declaration import Claim
from ...wording import few
from ..api import subscriptions as api
from .declaration import WebhookSubscription, claim_on

_TAKEN = see("how-to/rename-or-replace#when-a-product-is-taken")
_MERGE = see("how-to/rename-or-replace#merge-two-subscriptions")


def occupants_of(rows: Iterable[Mapping[str, Any]], products: Collection[str]) -> list[Mapping[str, Any]]:
    """Those of *rows* that cover one of *products*."""
    return [row for row in rows if api.fields_of(row).get("products", {}).keys() & set(products)]


def held_by(products: Collection[str], occupants: Iterable[Mapping[str, Any]]) -> str:
    """Which of *products* each of *occupants* has, in words, a line for each."""
    held = ((api.id_of(one), api.fields_of(one)["products"].keys() & set(products)) for one in occupants)
    return "\n".join(f"{id} holds {few(sorted(found))}" for id, found in held)


def claims_on(organization: str, occupant: Mapping[str, Any], products: Collection[str]) -> frozenset[Claim]:
    """The natural keys that *occupant* has of *products*."""
    held = api.fields_of(occupant).get("products", {}).keys() & set(products)
    return frozenset(claim_on(organization, product) for product in held)


def taken(products: Collection[str], occupants: Iterable[Mapping[str, Any]]) -> str:
    """That *products* of a new subscription are taken, by whom, and what to do."""
    remedy = "set `adoptExisting` to adopt it, or add an alias after a rename"
    return f"{held_by(products, occupants)}\n{remedy}; {_TAKEN}"


def stays(products: Collection[str], occupants: Iterable[Mapping[str, Any]]) -> str:
    """That *products* which a subscription gains are not given up in this run, and what to do."""
    remedy = "Pulumi deletes last: deploy without it here, then add it"
    return f"{held_by(products, occupants)}\n{remedy}; {_MERGE}"


def several(products: Collection[str], occupants: Iterable[Mapping[str, Any]]) -> str:
    """That one resource cannot adopt several subscriptions."""
    return f"{held_by(products, occupants)}\na resource adopts one subscription: declare one for each; {_TAKEN}"


def sole_occupant(
    occupants: list[Mapping[str, Any]], declared: WebhookSubscription, *, doing: str
) -> Mapping[str, Any]:
    """
    The one subscription to adopt.

    Raises:
        AlreadyExists: There are several; the text names each.
    """
    if len(occupants) > 1:
        raise AlreadyExists(f"cannot {doing}: {several(declared.products, occupants)}")
    return occupants[0]
