"""
The subscriptions of an organization, asked for now: in one request, or event by event where v1 wants to know which.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..errors import Missing, PlatformError
from .api import products, subscriptions
from .api.versions import version_of
from .connection import Connection

Row = Mapping[str, Any]
Events = Mapping[str, Collection[str]]


def list_subscriptions(
    connection: Connection,
    organization: str,
    among: Events | None = None,
    *,
    catalogue: products.Catalogue | None = None,
) -> Sequence[Row]:
    """
    Every subscription of *organization*. A list that answers 404 is empty.

    v1 lists by product and event only. So it is asked for each event that the organization is offered, many at once;
    a subscription of other events alone is not found.

    Args:
        connection: Whom to ask.
        organization: Whose subscriptions.
        among: Products to look at, each with events to try besides those offered. Only v1 has less to do for it.
        catalogue: What the organization is offered, where that is known; v1 asks for it otherwise.

    Raises:
        PlatformError: There is no definite answer, or a no.
    """
    if not version_of(connection.settings).lists_by_event:
        return _listed(connection, {"organizationId": organization})
    queries = [
        {"organizationId": organization, "productId": product, "eventType": event}
        for product, events in _events(connection, organization, among, catalogue).items()
        for event in sorted(events)
    ]
    if not queries:
        return ()
    with ThreadPoolExecutor(min(len(queries), connection.settings.workers)) as pool:
        answers = pool.map(lambda query: _listed(connection, query), queries)
        return tuple({subscriptions.id_of(row): row for rows in answers for row in rows}.values())


def catalogue_of(connection: Connection, organization: str) -> products.Catalogue:
    """
    What *organization* is offered, asked now.

    Raises:
        PlatformError: There is no definite answer, or a no.
    """
    path = version_of(connection.settings).products(organization)
    return products.read(connection.ask("GET", path, doing="list the products of the organization"))


def _listed(connection: Connection, query: Mapping[str, str]) -> Sequence[Row]:
    path = version_of(connection.settings).collection
    try:
        return subscriptions.listed(connection.ask("GET", path, query=query, doing="list subscriptions"))
    except Missing:
        return ()


def _events(
    connection: Connection, organization: str, among: Events | None, catalogue: products.Catalogue | None
) -> Events:
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
