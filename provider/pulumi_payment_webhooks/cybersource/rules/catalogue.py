"""
Products and their event types, as published. Pure data, no I/O here.

What one organization really may subscribe to is the answer of its own products call.
"""

from __future__ import annotations

from collections.abc import Mapping

CURRENT: Mapping[str, tuple[str, ...]] = {
    "alternativePaymentMethods": ("payments.payments.updated",),
    "decisionManager": (
        "risk.casemanagement.decision.accept",
        "risk.casemanagement.decision.reject",
        "risk.profile.decision.reject",
    ),
    "eCheck": (
        "payments.credits.accepted",
        "payments.credits.failed",
        "payments.payments.accepted",
        "payments.payments.failed",
        "payments.voids.accepted",
        "payments.voids.failed",
    ),
    "fraudManagementEssentials": (
        "risk.casemanagement.decision.accept",
        "risk.casemanagement.decision.reject",
        "risk.casemanagement.addnote",
        "risk.profile.decision.reject",
        "risk.profile.decision.monitor",
        "risk.profile.decision.review",
    ),
    "customerInvoicing": (
        "invoicing.customer.invoice.send",
        "invoicing.customer.invoice.cancel",
        "invoicing.customer.invoice.paid",
        "invoicing.customer.invoice.partial-payment",
        "invoicing.customer.invoice.reminder",
        "invoicing.customer.invoice.overdue-reminder",
    ),
    "payByLink": ("payByLink.customer.payment", "payByLink.merchant.payment"),
    "payments": (
        "payments.capture.status.accepted",
        "payments.capture.status.updated",
        "payments.refund.status.accepted",
        "payments.refund.status.updated",
        "payments.credit.status.accepted",
        "payments.credit.status.updated",
        "payments.void.status.accepted",
        "payments.void.status.rejected",
        "payments.authorization.status.accepted",
        "payments.authorization.status.reviewed",
        "payments.authorization.status.rejected",
        "payments.authorization.status.partiallyApproved",
        "payments.reversal.status.accepted",
        "payments.reversal.status.rejected",
    ),
    "recurringBilling": (
        "rbs.subscriptions.charge.failed",
        "rbs.subscriptions.charge.pre-notified",
        "rbs.subscriptions.charge.created",
    ),
    "tokenManagement": (
        "tms.networktoken.updated",
        "tms.networktoken.provisioned",
        "tms.networktoken.binding",
    ),
    "unifiedCheckout": ("uc.orders.transactionresults",),
}
"""What the current implementation guide offers."""

ALSO_SEEN: Mapping[str, tuple[str, ...]] = {
    "terminalManagement": (
        "terminalManagement.assignment.update",
        "terminalManagement.status.update",
        "terminalManagement.reAssignment.update",
    ),
    "tokenManagement": (
        "tms.token.created",
        "tms.token.updated",
        "tms.token.pan_updated",
        "tms.accountupdater.enrollment",
        "tms.accountupdater.update",
    ),
    "decisionManager": ("risk.casemanagement.addnote",),
    "fraudManagementEssentials": (
        "risk.profile.decision.review.5m",
        "risk.profile.decision.reject.5m",
        "risk.profile.decision.monitor.5m",
    ),
    "customerInvoicing": (
        "invoicing.customer.invoice.partial-resend",
        "invoicing.customer.invoice.partialpayment",
        "invoicing.merchant.invoice.send",
        "invoicing.merchant.invoice.paid",
        "invoicing.merchant.invoice.partial-paid",
        "invoicing.merchant.invoice.cancel",
    ),
    "cardProcessing": (
        "payments.payments.accept",
        "payments.payments.review",
        "payments.payments.reject",
        "payments.payments.partial.approval",
        "payments.reversals.accept",
        "payments.reversals.reject",
        "payments.captures.accept",
        "payments.captures.review",
        "payments.captures.reject",
        "payments.refunds.accept",
        "payments.refunds.reject",
        "payments.refunds.partial.approval",
        "payments.credits.accept",
        "payments.credits.review",
        "payments.credits.reject",
        "payments.credits.partial.approval",
        "payments.voids.accept",
        "payments.voids.reject",
    ),
    "payments": (
        "payments.credits.accept",
        "payments.credits.partial.approval",
        "payments.payments.accept",
        "payments.payments.reject",
        "payments.refunds.accept",
    ),
    "secureAcceptance": (
        "sa.orders.rawtransactionresults",
        "sa.orders.cardholderreceipts",
        "sa.orders.merchantreceipts",
        "sa.order.confirmation",
    ),
    "cns": ("cns.outage.notify.freeform", "cns.report.keyExpiration.detail"),
    "virtualTerminal": ("vt.order.receipt", "vt.followon.receipt", "vt.transactions.receipt"),
    "accountUpdater": ("aura.batch.status.update",),
}
"""What samples, older guides and live catalogues show besides."""

ENCRYPTED = frozenset({"payments", "unifiedCheckout"})
"""Products whose notifications the guide encrypts; an organization's own catalogue may say otherwise."""


def known_event_types(product_id: str) -> tuple[str, ...]:
    """Every event type ever seen for *product_id*; empty for an unknown product."""
    return CURRENT.get(product_id, ()) + ALSO_SEEN.get(product_id, ())
