"""
Create, read, update and delete of a webhook.

A POST is never sent twice: after an unclear answer, the webhooks are listed before anything else. An update sends the
complete webhook.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import AlreadyExists, Unavailable, Unclear
from ...pages import see
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Observed, Request
from ...wording import Sentence, few
from ..account.account import DigitalRiverAccount
from ..api.webhooks import AUTHENTICATION, WebhookRow, read_row
from .recovery import Writing, recover
from .twins import find_changes, find_twins
from .wire import clears_credentials, encode

_ENABLED = see("reference/digital-river#enabled")
_ADOPTION = see("reference/digital-river#adopt")
_CLEARED = see("reference/digital-river#credentials")


def create(request: Writing) -> Observed:
    """Create the webhook, or adopt the webhook that is meant."""
    doing = f"create webhook {request.run.name!r}"
    row = _adoptable(request, doing=doing)
    if row is None:
        return _observe(_post(request, doing=doing), request.account)
    request.keep(_observe(row, request.account))
    return _patch(row.id, request) if find_changes(row, as_inputs(request.declared)) else _observe(row, request.account)


def read(request: Request[None, DigitalRiverAccount]) -> Observed:
    """Look at the webhook, out of what all resources share; warn if it was disabled since."""
    row = request.account.webhook(request.id, doing=f"read webhook {request.id}")
    if request.state.get("enabled") is True and row.fields.get("enabled") is False:
        why = "after failed deliveries or by someone"
        request.run.warn(f"disabled at the platform, {why}; `pulumi up` enables it; {_ENABLED}")
    return _observe(row, request.account)


def update(request: Writing) -> Observed:
    """Send the webhook as it is declared, if more changed than what stays here."""
    return Observed(request.id) if request.changed <= {"adoptExisting"} else _patch(request.id, request)


def delete(request: Request[None, DigitalRiverAccount]) -> None:
    """Delete the webhook."""
    account, doing = request.account, f"delete webhook {request.run.name!r}"
    answer = account.change("DELETE", account.paths.webhook(request.id), doing=doing, id=request.id)
    if not isinstance(answer, Mapping | None):
        reason = f"{account.host} answered with something that does not confirm it"
        raise Unavailable(f"cannot {doing}: {reason}; run the command again", reason=reason)


def _post(request: Writing, *, doing: str) -> WebhookRow:
    account, sent, before = request.account, request.account.now(), request.account.lookups.before()
    body = encode(request.declared, profile=account.settings.profile)
    try:
        answer = account.change("POST", account.paths.webhooks, body=body, doing=doing)
    except Unclear as unclear:
        return recover(request, unclear, sent=sent, before=before)
    try:
        row = read_row(answer)
    except ValueError as flaw:
        reason = f"{account.host} accepted it and answered {flaw}"
        return recover(request, Unclear(f"cannot {doing}: {reason}", reason=reason), sent=sent, before=before)
    account.lookups.claim(row.id)
    return _completed(row, request, doing=doing)


def _adoptable(request: Writing, *, doing: str) -> WebhookRow | None:
    """
    The webhook to adopt; None where a new one is created.

    Raises:
        Missing: It is named by an id that does not exist.
        AlreadyExists: Several can be meant, or another resource has adopted it.
    """
    adopts, account = request.declared.adopt_existing, request.account
    if not adopts:
        return None
    if isinstance(adopts, str):
        row = account.read_webhook(adopts, doing=f"adopt webhook {adopts}")
    else:
        twins = find_twins(account.webhooks(), as_inputs(request.declared))
        if len(twins) > 1:
            ids = few([one.id for one in twins])
            reason = "several webhooks have this address and these types: name one of"
            raise AlreadyExists(Sentence(f"cannot {doing}: {reason} {{}}; {_ADOPTION}", ids))
        if not twins:
            return None
        row = twins[0]
    if not account.lookups.claim(row.id):
        raise AlreadyExists(f"cannot {doing}: another resource has adopted webhook {row.id}; {_ADOPTION}")
    return row


def _patch(id: str, request: Writing) -> Observed:
    account, declared, doing = request.account, request.declared, f"update webhook {request.run.name!r}"
    clears = clears_credentials(declared, request.changed)
    body = encode(declared, profile=account.settings.profile, clears=clears)
    answer = account.change("PATCH", account.paths.webhook(id), body=body, doing=doing, id=id)
    row = _completed(_row_of(id, answer), request, doing=doing, id=id)
    if clears and row.fields.get(AUTHENTICATION):
        request.run.warn(f"the platform kept the basic credentials; {_CLEARED}")
    return _observe(row, account)


def _row_of(id: str, answer: object) -> WebhookRow | None:
    """The webhook *id* in an answer; None where the answer does not show it."""
    try:
        row = read_row(answer)
    except ValueError:
        return None
    return row if row.id == id else None


def _completed(row: WebhookRow | None, request: Writing, *, doing: str, id: str = "") -> WebhookRow:
    """What a request stored: *row*, its answer, if that shows everything, or else another look."""
    if row is not None and not row.is_short:
        return row
    if row is not None:
        request.keep(_observe(row, request.account))
    return request.account.read_webhook(row.id if row else id, doing=f"{doing}: read it as it is stored")


def _observe(row: WebhookRow, account: DigitalRiverAccount) -> Observed:
    """The webhook as the core sees it; an answer need not say its mode, which is that of the key."""
    return Observed(row.id, row.fields, {"liveMode": account.settings.is_live, **row.added})
