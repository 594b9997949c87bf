"""
What became of a create whose answer was lost: all webhooks are listed, a few times.

A POST is never sent twice. No field is a natural key, so a webhook counts as the new one if it is exactly as declared,
no list of this process has shown it before, no other resource manages it, and it was created since the request.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from ...errors import PlatformError, Unclear
from ...pages import see
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Request
from ...wording import FieldName, Sentence, few
from ..account.account import DigitalRiverAccount
from ..api.webhooks import WebhookRow
from .declaration import Webhook
from .twins import find_changes, find_twins

Writing = Request[Webhook, DigitalRiverAccount]

PAUSES = (2.0, 5.0)
"""Seconds before each further look."""

SKEW = timedelta(minutes=5)
"""How far the clocks of this machine and of the platform may differ."""

_PAGE = see("reference/digital-river#a-lost-answer")


def recover(request: Writing, unclear: Unclear, *, sent: datetime, before: Collection[str]) -> WebhookRow:
    """
    Find the webhook that a create stored, although its answer says something else or nothing.

    Args:
        request: The operation.
        unclear: The unclear answer.
        sent: When the request was sent.
        before: Ids that were there before.

    Raises:
        Unclear: It is not there, or not yet, several can be it, or the platform did not answer.
    """
    account, inputs = request.account, as_inputs(request.declared)
    for pause in (0.0, *PAUSES):
        if pause:
            request.run.progress(f"{unclear.reason}; looking for the webhook again in {pause:g} s")
            account.wait(pause)
        known = {*before, *account.lookups.claimed()}
        rows = [one for one in _look(account, unclear) if one.id not in known]
        found = [one for one in find_twins(rows, inputs) if _is_new(one, inputs, sent)]
        if len(found) > 1:
            raise _still_unclear(unclear, Sentence("{} can be it", few([one.id for one in found])))
        if found and account.lookups.claim(found[0].id):
            return found[0]
    raise _still_unclear(unclear, f"{account.host} does not list it yet") from unclear


def _look(account: DigitalRiverAccount, unclear: Unclear) -> Collection[WebhookRow]:
    try:
        return account.webhooks()
    except PlatformError as failure:
        raise _still_unclear(unclear, failure.reason) from failure


def _is_new(row: WebhookRow, inputs: Mapping[str, object], sent: datetime) -> bool:
    return not find_changes(row, inputs) and _created(row, sent) >= sent - SKEW


def _created(row: WebhookRow, otherwise: datetime) -> datetime:
    try:
        created = datetime.fromisoformat(str(row.added.get("createdTime")))
    except ValueError:
        return otherwise
    return created if created.tzinfo else otherwise


def _still_unclear(unclear: Unclear, why: str | Sentence) -> Unclear:
    remedy = Sentence("wait a minute, then run `pulumi up` with {} if it is there by then", FieldName("adoptExisting"))
    return Unclear(
        Sentence("{}; not known yet whether it was stored: {}; {}; {}", unclear.message, why, remedy, _PAGE),
        status=unclear.status,
        reference=unclear.reference,
        reason=unclear.reason,
    )
