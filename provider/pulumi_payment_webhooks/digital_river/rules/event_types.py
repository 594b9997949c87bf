"""
Event types by name, as published. Pure data, no I/O here.

Source: the list "All event types" of the Digital River API, and the pages of the Commerce API about webhooks.
"""

from __future__ import annotations

from collections.abc import Mapping

from .profiles import GC

PUBLISHED = (
    "account.update.failure",
    "account.update.success",
    "checkout.created",
    "checkout.deleted",
    "checkout.updated",
    "checkout_session.order.created",
    "customer.created",
    "customer.deleted",
    "customer.invoice_attribute.created",
    "customer.source.created",
    "customer.source.deleted",
    "customer.tax_identifier.created",
    "customer.updated",
    "fee.created",
    "fee.deleted",
    "fee.updated",
    "fileLink.created",
    "fileLink.deleted",
    "fileLink.updated",
    "fulfiller.created",
    "fulfiller.deleted",
    "fulfiller.updated",
    "fulfillment.created",
    "fulfillment_cancellation.accepted",
    "fulfillment_cancellation.created",
    "fulfillment_cancellation.rejected",
    "fulfillment_order.backordered",
    "fulfillment_order.cancelled",
    "fulfillment_order.pending",
    "fulfillment_order.shipped",
    "fulfillment_return.accepted",
    "fulfillment_return.created",
    "fulfillment_return.pending",
    "fulfillment_return.rejected",
    "global_returns.accepted",
    "global_returns.canceled",
    "global_returns.created",
    "global_returns.label.created",
    "global_returns.scanned",
    "invoice.created",
    "invoice.open",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.uncollectible",
    "invoice.updated",
    "invoice.void",
    "invoice_attribute.created",
    "invoice_attribute.deleted",
    "location.created",
    "location.deleted",
    "location.updated",
    "logistics_return.received",
    "manufacturer.created",
    "manufacturer.deleted",
    "manufacturer.updated",
    "order.accepted",
    "order.blocked",
    "order.cancelled",
    "order.charge.cancel.complete",
    "order.charge.cancel.failed",
    "order.charge.cancel.pending",
    "order.charge.cancel.pending_information",
    "order.charge.cancelled",
    "order.charge.capturable",
    "order.charge.capture.complete",
    "order.charge.capture.completed",
    "order.charge.capture.created",
    "order.charge.capture.failed",
    "order.charge.capture.pending",
    "order.charge.complete",
    "order.charge.completed",
    "order.charge.created",
    "order.charge.failed",
    "order.charge.pending",
    "order.charge.reauth.failed",
    "order.charge.refund.complete",
    "order.charge.refund.completed",
    "order.charge.refund.created",
    "order.charge.refund.failed",
    "order.charge.refund.pending",
    "order.chargeback",
    "order.complete",
    "order.created",
    "order.credit_memo.created",
    "order.dispute",
    "order.dispute.resolved",
    "order.fulfilled",
    "order.invoice.created",
    "order.pending_payment",
    "order.refunded",
    "order.review_closed",
    "order.review_opened",
    "order.submitted",
    "order.updated",
    "payout.created",
    "plan.created",
    "plan.deleted",
    "plan.updated",
    "refund.complete",
    "refund.created",
    "refund.failed",
    "refund.pending",
    "refund.pending_information",
    "refund.succeeded",
    "refund.updated",
    "return.accepted",
    "return.created",
    "return.updated",
    "sales_transaction.created",
    "sku.created",
    "sku.deleted",
    "sku.updated",
    "source.chargeable",
    "source.created",
    "subscription.created",
    "subscription.deleted",
    "subscription.extended",
    "subscription.failed",
    "subscription.lapsed",
    "subscription.payment_failed",
    "subscription.reminder",
    "subscription.source_invalid",
    "subscription.updated",
    "tax_identifier.deleted",
    "tax_identifier.not_valid",
    "tax_identifier.pending",
    "tax_identifier.updated",
    "tax_identifier.verified",
)
"""What the Digital River API offers; the list prints three names without the final d, see `OTHER_ENDINGS`."""

GLOBAL_COMMERCE = (
    "delayed_payment.expired",
    "delayed_payment.reminder",
    "order.credit_memo.created",
    "order.invoice.created",
    "subscription.action.processed",
    "subscription.action_update",
    "subscription.auto_reminder",
    "subscription.cancelled",
    "subscription.created",
    "subscription.credit_card_expired",
    "subscription.payment_failed",
    "subscription.payment_info_changed",
    "subscription.renewal_reminder",
    "subscription.renewed",
    "subscription.trial_converted",
    "subscription.trial_renewal_reminder",
    "subscription.updated",
)
"""What the console of Global Commerce offers."""

OTHER_ENDINGS: Mapping[str, str] = {
    "checkout_session.order.create": "checkout_session.order.created",
    "fulfillment.create": "fulfillment.created",
    "order.credit_memo.create": "order.credit_memo.created",
}
"""Names that the list prints, and the names of the same events in samples of payloads."""

RENAMED: Mapping[str, str] = {"subscription.auto_reminder": "subscription.renewal_reminder"}
"""Names of Global Commerce that have a successor; the console offers both."""

ALSO_SEEN = frozenset(
    {
        "charge.capture.created",
        "charge.created",
        "charge.succeeded",
        "credit_memo.created",
        "file-link.created",
        "file.created",
        "order.charge.processing",
        "order.pending_review",
    }
)
"""Names that other pages, release notes and a screenshot of the console show, and the list does not."""

LIVE_ONLY = frozenset({"sales_transaction.created", "payout.created"})
"""What a webhook of test mode cannot subscribe to."""

EXPANDABLE = frozenset({"order.accepted", "order.cancelled", "order.refunded", "fulfillment.created"})
"""What the Dashboard can deliver with more details of products."""


def as_delivered(event_type: str) -> str:
    """The name that notifications of *event_type* have."""
    return OTHER_ENDINGS.get(event_type, event_type)


def is_in_group(event_type: str, pattern: str) -> bool:
    """Whether *pattern* covers *event_type*: the same name, or a group with one `*` that stands for any characters."""
    begin, star, end = pattern.partition("*")
    if not star:
        return as_delivered(event_type) == as_delivered(pattern)
    is_long_enough = len(event_type) >= len(begin) + len(end)
    return is_long_enough and event_type.startswith(begin) and event_type.endswith(end)


def offered(profile: str) -> tuple[str, ...]:
    """What *profile* offers."""
    return GLOBAL_COMMERCE if profile == GC else PUBLISHED


def is_known(event_type: str, profile: str) -> bool:
    """Whether a page of the vendor names *event_type* for *profile*."""
    return as_delivered(event_type) in offered(profile) or event_type in ALSO_SEEN
