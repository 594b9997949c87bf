"""
Who occupies the products of a subscription: the natural key of the platform. No I/O here.

Source: reference §5.4. One subscription covers a product of an organization.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ...errors import AlreadyExists
from ..api import subscriptions as api
from .declaration import WebhookSubscription


def occupants_of(rows: Iterable[Mapping[str, Any]], products: Collection[str]) -> list[Mapping[str, Any]]:
    """Those of *rows* that cover one of *products*."""
    return [row for row in rows if api.fields_of(row).get("products", {}).keys() & set(products)]


def held_by(products: Collection[str], occupants: Iterable[Mapping[str, Any]]) -> str:
    """Which of *products* each of *occupants* holds, in words."""
    return "; ".join(
        f"{api.id_of(one)} holds {', '.join(sorted(api.fields_of(one)['products'].keys() & set(products)))}"
        for one in occupants
    )


def taken(products: Collection[str], occupants: Iterable[Mapping[str, Any]]) -> str:
    """That *products* are taken, by whom, and every way out, in words."""
    return "\n".join(
        (
            f"{held_by(products, occupants)}, and a product has one subscription in an organization. "
            "One of these helps:",
            "  - to take that one over, set `adoptExisting`",
            "  - if it is this resource under an earlier name, add "
            'opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="<earlier name>")])',
            "  - if another resource of this program gives the product up in the same run, add "
            "opts=pulumi.ResourceOptions(depends_on=[<that one>])",
            "  - if two resources swap products, take one out, run `pulumi up`, then add it to the other",
            "  - else remove the product here",
        )
    )


def sole_occupant(
    occupants: list[Mapping[str, Any]], declared: WebhookSubscription, *, doing: str
) -> Mapping[str, Any]:
    """
    The one subscription to take over.

    Raises:
        AlreadyExists: There are several; the text names each.
    """
    if len(occupants) > 1:
        raise AlreadyExists(
            f"cannot {doing}: {held_by(declared.products, occupants)}. One resource "
            "takes over one subscription: declare a resource for each, with the products that it holds"
        )
    return occupants[0]
