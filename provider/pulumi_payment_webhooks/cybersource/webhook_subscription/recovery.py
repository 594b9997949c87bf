"""
What became of a create whose answer was lost: the organization's subscriptions are looked through, a few times.

A POST is never sent twice. The platform may store it late, so a list without it proves nothing.
"""

from __future__ import annotations

from ...errors import AlreadyExists, PlatformError, Unclear
from ...net import same_url_in_any_case
from ...pages import see
from ...wording import FieldName, Sentence
from ..account.account import CybersourceAccount
from ..api.subscriptions import SubscriptionRow
from .declaration import WebhookSubscription
from .occupation import explain_taken, find_occupants
from .status import Writing

PAUSES = (2.0, 5.0)
"""Seconds before each further look."""

_PAGE = see("how-to/recover-from-failures#the-answer-was-unclear")


def recover(request: Writing, unclear: Unclear, *, doing: str) -> SubscriptionRow:
    """
    Find the subscription that a create stored, although its answer says something else or nothing.

    Args:
        request: The operation.
        unclear: The unclear answer.
        doing: What was being done, to follow "cannot".

    Raises:
        AlreadyExists: Another subscription has one of its products.
        Unclear: It is not there, or not yet, or the platform did not answer.
    """
    declared, account = request.declared, request.account
    for pause in (0.0, *PAUSES):
        if pause:
            request.run.progress(f"{unclear.reason}; looking for the subscription again in {pause:g} s")
            account.wait(pause)
        occupants = _look(declared, account, unclear)
        for one in occupants:
            if _is_declared(one, declared):
                return one
        if occupants:
            raise conflict_with(occupants, declared, unclear, doing=doing) from unclear
    raise _still_unclear(unclear, f"{account.host} does not list it yet", declared) from unclear


def conflict_with(
    occupants: list[SubscriptionRow], declared: WebhookSubscription, cause: PlatformError, *, doing: str
) -> AlreadyExists:
    """The error that names the subscriptions in the way."""
    where = f" (platform reference {cause.reference})" if cause.reference else ""
    return AlreadyExists(
        Sentence("cannot {}{}: {}", doing, where, explain_taken(declared.products, occupants)),
        status=cause.status,
        reference=cause.reference,
    )


def _look(declared: WebhookSubscription, account: CybersourceAccount, unclear: Unclear) -> list[SubscriptionRow]:
    try:
        return find_occupants(account.subscriptions(declared.organization_id, declared.products), declared.products)
    except PlatformError as failure:
        raise _still_unclear(unclear, failure.reason, declared) from failure


def _still_unclear(unclear: Unclear, why: str, declared: WebhookSubscription) -> Unclear:
    remedy = Sentence("wait a minute, then run `pulumi up` again")
    if not declared.adopt_existing:
        remedy = Sentence("{}, with {} if it is there by then", remedy, FieldName("adoptExisting"))
    return Unclear(
        Sentence("{}; not known yet whether it was stored: {}; {}; {}", unclear.message, why, remedy, _PAGE),
        status=unclear.status,
        reference=unclear.reference,
        reason=unclear.reason,
    )


def _is_declared(row: SubscriptionRow, declared: WebhookSubscription) -> bool:
    fields = row.fields
    products = {id: frozenset(events) for id, events in fields.get("products", {}).items()}
    named = fields.get("name", declared.name) == declared.name
    same_place = same_url_in_any_case(fields.get("webhookUrl"), declared.webhook_url)
    return named and products == dict(declared.products) and same_place
