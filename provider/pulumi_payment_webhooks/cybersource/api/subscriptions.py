"""
Subscriptions in the platform's answers, each read once into a row. No I/O here.

Answers are read with every quirk that the vendor's sources show: numbers in quotes, flags as text, scope as text or
object, policies as object or list, products as a list or as one flat pair.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..rules.status import INACTIVE, is_platform_owned
from ..rules.words import CUSTOM, SCOPES
from . import policies
from .ids import flaw_of
from .moments import read_moment
from .policies import match_word

PRODUCTS = "products"
HEALTH_URL = "healthCheckUrl"
NAME = "name"

_TEXTS = (NAME, "description", "organizationId", "webhookUrl")
_SHOWN_IN = {
    "productId": (PRODUCTS,),
    "eventTypes": (PRODUCTS,),
    "notificationScope": ("notificationScope", "scopeData"),
}
"""The fields that a member of a request or an answer is about, where they are called otherwise."""


@dataclass(frozen=True)
class SubscriptionRow:
    """
    A subscription as an answer shows it.

    Args:
        id: The platform's id.
        fields: The declarable fields, in normal form. A name that is missing was not reported; None says that the
            subscription has no such value.
        status: Its status, which may belong to the platform; None where the answer says none.
        created_on: When the platform created it, ISO 8601; None where the answer does not say it.
        mentioned: The members of the answer.
    """

    id: str
    fields: Mapping[str, Any]
    status: str | None = None
    created_on: str | None = None
    mentioned: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def added(self) -> dict[str, object]:
        """The outputs: what the platform adds."""
        created = {"createdOn": self.created_on} if self.created_on else {}
        return {"currentStatus": self.status or INACTIVE, **created}

    @property
    def organization(self) -> str | None:
        """The organization that owns it; None where the answer does not say it."""
        organization: str | None = self.fields.get("organizationId")
        return organization

    def products_among(self, products: Collection[str]) -> set[str]:
        """Those of *products* that it covers."""
        return {product for product in products if product in self.fields.get(PRODUCTS, {})}

    def is_short(self, *, has_health_check: bool) -> bool:
        """
        Whether the answer, a row of a list or what an update left behind, may leave out what the platform has.

        A subscription asked for by its id says so by leaving out its health check URL when it has none; from a shorter
        answer that would be drift, and its repair a URL to review.
        """
        return self.status is None or (has_health_check and HEALTH_URL not in self.mentioned)

    def without(self, members: Collection[str]) -> SubscriptionRow:
        """The same row, which says nothing of the fields that *members* of a request are about."""
        hidden = {name for member in members for name in _SHOWN_IN.get(member, (member,))}
        kept = {name: value for name, value in self.fields.items() if name not in hidden}
        return SubscriptionRow(self.id, kept, self.status, self.created_on, self.mentioned - hidden)


def gives_up_products(members: Collection[str]) -> bool:
    """Whether a request with these *members* may change what a subscription covers."""
    return any(PRODUCTS in _SHOWN_IN.get(member, (member,)) for member in members)


def read_row(answer: object) -> SubscriptionRow:
    """
    The subscription in *answer*.

    Raises:
        ValueError: It carries none with a usable id; the text follows "answered".
    """
    if not isinstance(answer, Mapping):
        raise ValueError("without a subscription")
    if flaw := flaw_of(answer.get("webhookId")):
        raise ValueError(f"with a subscription whose webhookId {flaw}")
    return SubscriptionRow(
        id=str(answer["webhookId"]),
        fields=_read_fields(answer),
        status=read_status(answer),
        created_on=read_moment(answer.get("createdOn")) or None,
        mentioned=frozenset(answer),
    )


def read_row_of(id: str, answer: object) -> SubscriptionRow | None:
    """The subscription *id* in *answer*; None where the answer shows nothing, or another subscription."""
    try:
        row = read_row(answer)
    except ValueError:
        return None
    return row if row.id == id else None


def read_rows(answer: object) -> list[SubscriptionRow]:
    """
    The subscriptions in the answer to a list; one object counts as a list of one.

    Raises:
        ValueError: It is not a list of subscriptions, whole; the text follows "answered". What is there is not known
            then.
    """
    rows = [answer] if isinstance(answer, Mapping) else answer
    if not isinstance(rows, list):
        raise ValueError("without a list")
    return [read_row(row) for row in rows]


def read_status(answer: object) -> str | None:
    """The status in *answer*; None where it carries none."""
    status = answer.get("status") if isinstance(answer, Mapping) else None
    return status.upper() if isinstance(status, str) and status else None


def _read_fields(answer: Mapping[str, Any]) -> dict[str, object]:
    fields: dict[str, Any] = {wire: answer[wire] for wire in _TEXTS if isinstance(answer.get(wire), str)}
    if not fields.get(NAME, "").strip():
        fields.pop(NAME, None)  # Everything has a name: a blank one says no more than a missing one.
    fields[HEALTH_URL] = answer.get(HEALTH_URL) or None
    if products := _read_products(answer):
        fields[PRODUCTS] = products
    fields |= _read_scope(answer.get("notificationScope"))
    fields |= policies.read_policies(answer)
    status = read_status(answer)
    return fields | ({} if status is None or is_platform_owned(status) else {"status": status})


def _read_products(answer: Mapping[str, object]) -> dict[str, dict[str, bool]]:
    rows = answer.get(PRODUCTS)
    if not isinstance(rows, list) or not rows:
        rows = [answer] if answer.get("productId") else []
    products: dict[str, dict[str, bool]] = {}
    for row in rows:
        if not isinstance(row, Mapping) or not row.get("productId"):
            continue
        # An answer may name one product in both ways at once, with its events in one of them only.
        is_beside = len(rows) == 1 and row.get("eventTypes") is None
        listed = answer.get("eventTypes") if is_beside else row.get("eventTypes")
        events = products.setdefault(str(row["productId"]), {})
        events.update((_event(event), True) for event in (listed if isinstance(listed, list) else ()))
    return {id: dict(sorted(events.items())) for id, events in sorted(products.items())}


def _event(event: object) -> str:
    return str(event.get("name") or event.get("eventName")) if isinstance(event, Mapping) else str(event)


def _read_scope(scope: object) -> dict[str, object]:
    data = None
    if isinstance(scope, Mapping):
        data, scope = scope.get("scopeData"), scope.get("scope")
    if not isinstance(scope, str):
        return {}
    fields: dict[str, object] = {"notificationScope": match_word(scope, SCOPES)}
    if isinstance(data, str):
        data = [one.strip() for one in data.split(",") if one.strip()]
    if isinstance(data, list) and data:
        fields["scopeData"] = dict.fromkeys(sorted(map(str, data)), True)
    elif fields["notificationScope"] != CUSTOM:
        fields["scopeData"] = None
    return fields
