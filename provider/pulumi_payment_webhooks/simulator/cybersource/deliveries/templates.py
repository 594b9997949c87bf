"""
A plausible payload for every event type. Pure.

Tokens, fraud decisions and alternative payments have published shapes (docs/reference/cybersource.md, "Shapes of
payloads"). Of all others only names and statuses are known; their payloads are of the general form.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ...desk.json_values import JsonObject
from ..knobs import PayloadShape

Payload = JsonObject

STATUS: Mapping[str, str] = {
    "capture.status.accepted": "PENDING",
    "capture.status.updated": "BATCHED",
    "refund.status.accepted": "PENDING",
    "refund.status.updated": "BATCHED",
    "credit.status.accepted": "PENDING",
    "credit.status.updated": "BATCHED",
    "void.status.accepted": "VOIDED",
    "void.status.rejected": "NOT VOIDABLE",
    "authorization.status.accepted": "AUTHORIZED",
    "authorization.status.reviewed": "AUTHORIZED_PENDING_REVIEW",
    "authorization.status.partiallyApproved": "PARTIAL_AUTHORIZED",
    "authorization.status.rejected": "DECLINED",
    "reversal.status.accepted": "REVERSED",
    "reversal.status.rejected": "DECLINED",
}
"""Status of a card payment after each event of the product `payments`. Source: the guide's page "Supported Products and
Event Types"."""

_ENDINGS = {
    "accept": "AUTHORIZED",
    "accepted": "PENDING",
    "failed": "FAILED",
    "reject": "DECLINED",
    "review": "AUTHORIZED_PENDING_REVIEW",
    "approval": "PARTIAL_AUTHORIZED",
    "updated": "SETTLED",
}


@dataclass(frozen=True)
class Occasion:
    """
    What a template can use.

    Args:
        event_type: What happened.
        product_id: Its product.
        organization_id: Where it happened.
        at: When it happened.
        seed: A GUID from which the ids of this occurrence are derived.
    """

    event_type: str
    product_id: str
    organization_id: str
    at: datetime
    seed: str

    def guid(self, of: str) -> str:
        """An id for a thing in the payload."""
        return str(uuid.uuid5(uuid.UUID(self.seed), of))

    def token(self, of: str) -> str:
        """An id of a token vault: 32 hexadecimal digits in capitals."""
        return self.guid(of).replace("-", "").upper()

    def number(self, of: str) -> str:
        """An id of a payment: 22 digits."""
        return str(7 * 10**21 + uuid.UUID(self.guid(of)).int % 10**20)

    @property
    def stamp(self) -> str:
        """When it happened, UTC."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def reference(self) -> str:
        """The merchant's own reference."""
        return f"order-{self.number('reference')[-6:]}"


def payload(occasion: Occasion, shape: PayloadShape) -> Any:
    """The payload of an event, in the *shape* that stands around the data."""
    if occasion.product_id == "alternativePaymentMethods":
        data = _alternative_payment(occasion)
    else:
        data = _TEMPLATES.get(occasion.event_type.partition(".")[0], _anything)(occasion)
    return _shape(data, occasion.organization_id, shape)


def _shape(data: Payload, organization_id: str, shape: PayloadShape) -> Any:
    if shape == "flat":
        return data
    if shape == "details":
        return {"transactionResult": {"details": data}}
    whole = {"data": data, "organizationId": organization_id}
    return [whole] if shape == "array" else whole


def _network_token(occasion: Occasion) -> Payload:
    def links(path: str, of: str) -> list[dict[str, str]]:
        return [{"href": f"/tms/{path}/{occasion.token(of)}"}]

    kind = "tokenizedCardEnrollments" if occasion.event_type.endswith(("provisioned", "binding")) else "tokenizedCards"
    return {
        "_links": {
            "paymentInstruments": links("v1/paymentinstruments", "payment instrument"),
            "instrumentIdentifiers": links("v1/instrumentidentifiers", "instrument identifier"),
            "customers": links("v2/customers", "customer"),
        },
        "id": occasion.token("token"),
        "type": kind,
        "version": "1.0",
    }


def _fraud_decision(occasion: Occasion) -> Payload:
    capture = f"/pts/v2/payments/{occasion.number('payment')}/captures"
    verdict = occasion.event_type.removesuffix(".5m").rpartition(".")[2]
    data: Payload = {
        "id": occasion.number("payment"),
        "clientReferenceInformation": {"code": occasion.reference},
        "submitTimeUtc": occasion.stamp,
        "_embedded": {"capture": {"_links": {"self": {"href": capture, "method": "POST"}}}},
    }
    if verdict == "addnote":
        return {**data, "notes": [{"comment": "Called the customer.", "addedBy": "reviewer", "time": occasion.stamp}]}
    comment = f"Decided by a rule: {verdict}."
    return {**data, "decision": verdict.upper(), "notes": [{"comment": comment, "time": occasion.stamp}]}


def _alternative_payment(occasion: Occasion) -> Payload:
    """Flat, with dots in its names."""
    return {
        "id": occasion.number("payment"),
        "reconciliationId": occasion.token("reconciliation")[:16],
        "status": "SETTLED",
        "submitTimeUTC": occasion.stamp,
        "clientReferenceInformation.code": occasion.reference,
    }


def _payment(occasion: Occasion) -> Payload:
    what = occasion.event_type.partition(".")[2]
    return {
        "id": occasion.number("payment"),
        "status": STATUS.get(what) or _ENDINGS.get(what.rpartition(".")[2], "PENDING"),
        "submitTimeUtc": occasion.stamp,
        "clientReferenceInformation": {"code": occasion.reference},
        "orderInformation": {"amountDetails": {"totalAmount": "102.21", "currency": "USD"}},
        "reconciliationId": occasion.token("reconciliation")[:16],
    }


def _checkout(occasion: Occasion) -> Payload:
    return {**_payment(occasion), "status": "AUTHORIZED", "outcome": "AUTHORIZED"}


def _paid_by_link(occasion: Occasion) -> Payload:
    link = occasion.number("link")[-8:]
    return {**_payment(occasion), "status": "AUTHORIZED", "purchaseNumber": link, "linkType": "PURCHASE"}


def _invoice(occasion: Occasion) -> Payload:
    what = occasion.event_type.rpartition(".")[2]
    status = {"send": "SENT", "cancel": "CANCELED", "paid": "PAID"}.get(
        what, "PARTIAL" if "partial" in what else "SENT"
    )
    return {
        "id": occasion.number("invoice")[-6:],
        "status": status,
        "submitTimeUtc": occasion.stamp,
        "invoiceInformation": {
            "invoiceNumber": occasion.number("invoice")[-6:],
            "dueDate": (occasion.at + timedelta(days=5)).date().isoformat(),
        },
        "orderInformation": {"amountDetails": {"totalAmount": "102.21", "currency": "USD"}},
    }


def _recurring(occasion: Occasion) -> Payload:
    status = {"failed": "FAILED", "created": "COMPLETED"}.get(occasion.event_type.rpartition(".")[2], "PENDING")
    return {
        "id": occasion.number("charge"),
        "status": status,
        "submitTimeUtc": occasion.stamp,
        "subscriptionInformation": {"id": occasion.number("subscription"), "status": "ACTIVE"},
        "orderInformation": {"amountDetails": {"totalAmount": "9.99", "currency": "USD"}},
    }


def _anything(occasion: Occasion) -> Payload:
    return {
        "id": occasion.guid("subject"),
        "type": occasion.event_type,
        "version": "1.0",
        "submitTimeUtc": occasion.stamp,
        "clientReferenceInformation": {"code": occasion.reference},
    }


_TEMPLATES: Mapping[str, Callable[[Occasion], Payload]] = {
    "tms": _network_token,
    "risk": _fraud_decision,
    "payments": _payment,
    "uc": _checkout,
    "payByLink": _paid_by_link,
    "invoicing": _invoice,
    "rbs": _recurring,
}
