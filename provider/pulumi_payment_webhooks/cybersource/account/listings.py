"""
The subscriptions of an organization, asked for now: in one request, or event by event where v1 wants to know which.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from ...client.listing import ask_each, complete_rows
from ...errors import Missing, PlatformError
from ..api import products
from ..api.media import HAL
from ..api.subscriptions import SubscriptionRow, read_row, read_rows
from ..api.versions import Version
from .connection import CybersourceConnection

EventsByProduct = Mapping[str, Collection[str]]
_SHOWN_BY_EACH = ("products", "webhookUrl")


def list_subscriptions(
    connection: CybersourceConnection,
    organization: str,
    among: EventsByProduct | None = None,
    *,
    catalogue: products.Catalogue | None = None,
) -> Sequence[SubscriptionRow]:
    """
    Every subscription of *organization*. A list for which the platform itself answers 404 is empty.

    v1 lists by product and event only. So it is asked for each event that the organization is offered, concurrently;
    a subscription of other events alone is not found.

    Args:
        connection: Where to ask.
        organization: Whose subscriptions.
        among: Products to look at, each with events to try besides those offered. Only v1 has less to do for it.
        catalogue: What the organization is offered, where that is known; v1 asks for it otherwise.

    Raises:
        PlatformError: There is no definite answer, or the platform refuses.
    """
    if not _version(connection).lists_by_event:
        return _list(connection, {"organizationId": organization})
    queries = [
        {"organizationId": organization, "productId": product, "eventType": event}
        for product, events in _events_to_ask(connection, organization, among, catalogue).items()
        for event in sorted(events)
    ]
    answers = ask_each(partial(_list, connection), queries, workers=connection.settings.workers)
    return tuple({row.id: row for rows in answers for row in rows}.values())


def list_whole_subscriptions(
    connection: CybersourceConnection, organization: str, *, each: bool = False
) -> Sequence[SubscriptionRow]:
    """
    Every subscription of *organization* with what every subscription has, in the order of their ids.

    A row that leaves something out is read by its id; with *each*, every row is. A subscription that was deleted
    since it was listed is left out.

    Raises:
        PlatformError: There is no definite answer, or the platform refuses.
    """
    return complete_rows(
        list_subscriptions(connection, organization),
        lambda one: read_subscription(connection, one, doing=f"read subscription {one}"),
        is_short=_is_short,
        each=each,
        workers=connection.settings.workers,
    )


def _is_short(row: SubscriptionRow) -> bool:
    return row.is_short(has_health_check=False) or any(name not in row.fields for name in _SHOWN_BY_EACH)


def read_subscription(connection: CybersourceConnection, id: str, *, doing: str) -> SubscriptionRow:
    """
    The subscription *id*, asked for now.

    Raises:
        Missing: The platform has no such subscription.
        PlatformError: There is no definite answer, or the platform refuses.
    """
    row = connection.read(read_row, connection.ask("GET", _version(connection).item(id), doing=doing), doing=doing)
    if row.id.casefold() != id.casefold():
        raise connection.odd_answer("with another subscription", doing=doing)
    return row


def catalogue_of(connection: CybersourceConnection, organization: str) -> products.Catalogue:
    """
    What *organization* is offered, asked now.

    Raises:
        PlatformError: There is no definite answer, or the platform refuses.
    """
    path = _version(connection).products(organization)
    doing = "list the products of the organization"
    answer = connection.ask("GET", path, doing=doing, accept=HAL)
    return connection.read(products.read_catalogue, answer, doing=doing)


def _list(connection: CybersourceConnection, query: Mapping[str, str]) -> Sequence[SubscriptionRow]:
    path, doing = _version(connection).collection, "list subscriptions"
    try:
        answer = connection.ask("GET", path, query=query, doing=doing)
    except Missing:
        return ()
    return connection.read(read_rows, answer, doing=doing)


def _version(connection: CybersourceConnection) -> Version:
    return Version(connection.settings.api_version)


def _events_to_ask(
    connection: CybersourceConnection,
    organization: str,
    among: EventsByProduct | None,
    catalogue: products.Catalogue | None,
) -> EventsByProduct:
    """The events to ask for, by product. Where the catalogue cannot be had, those of *among* are better than none."""
    try:
        offered = catalogue_of(connection, organization) if catalogue is None else catalogue
    except PlatformError:
        if among is None:
            raise
        return among
    everywhere = {product: one.events.keys() for product, one in offered.items()}
    if among is None:
        return everywhere
    return {product: {*events, *everywhere.get(product, ())} for product, events in among.items()}
