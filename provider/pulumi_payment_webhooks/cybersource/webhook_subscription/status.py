"""
The status of a subscription: reads it, and asks for the declared status, unless the present status is the platform's.
"""

from __future__ import annotations

from dataclasses import replace

from ...errors import Missing, PlatformError, Refused
from ...reconcile.ports import Observed, Request, Run
from ..account.account import CybersourceAccount
from ..api.subscriptions import read_status
from ..rules.status import PENDING_REVIEW, STATUSES, explain_status, is_platform_owned, remark
from .declaration import WebhookSubscription
from .steps import wants_status

Writing = Request[WebhookSubscription, CybersourceAccount]
"""The creation or the update of a subscription."""

STATUS = "currentStatus"
MOMENT = 1.0
"""Seconds after which a review may be over."""


def fetch_status(id: str, account: CybersourceAccount, *, doing: str = "") -> str:
    """The status of the subscription *id*, asked for now; *doing* follows "cannot"."""
    row = account.read_subscription(id, doing=doing or f"read the status of subscription {id}")
    return str(row.added[STATUS])


def with_status(observed: Observed, status: str) -> Observed:
    """*observed*, which has the *status* now."""
    return replace(observed, added={**observed.added, STATUS: status})


def remark_status(observed: Observed, run: Run) -> None:
    """Warn of a status that belongs to the platform."""
    for one in remark(str(observed.added.get(STATUS))):
        run.warn(one)


def ask_status(observed: Observed, request: Writing) -> Observed:
    """Ask for the declared status where the subscription, as it was just stored, has another one."""
    declared = request.declared
    if declared.status or declared.wait_for:
        observed = _look_again(observed, request)
    current = observed.added.get(STATUS)
    if wants_status(declared, current):
        return set_status(observed, declared.status or "", request)
    if declared.status and current != declared.status:
        request.run.warn(_explain_waiting(str(current)))
    return observed


def _look_again(observed: Observed, request: Writing) -> Observed:
    """
    Return *observed* with the status of a moment later, where its URLs were just put under review.

    The platform compares URLs with those that it has approved before, so that a review may end within moments.
    """
    if observed.added.get(STATUS) != PENDING_REVIEW:
        return observed
    request.run.progress(f"status is {PENDING_REVIEW}; looking again in {MOMENT:g} s")
    request.account.wait(MOMENT)
    try:
        current = fetch_status(observed.id, request.account)
    except PlatformError:
        return observed
    if current != PENDING_REVIEW:
        request.run.progress("the review of its URLs is over")
    return with_status(observed, current)


def set_status(observed: Observed, status: str, request: Writing) -> Observed:
    """
    Ask for *status*. Where the platform refuses because the status is its own by now, that is a warning.

    Raises:
        PlatformError: The platform refuses for another reason, or there is no answer.
    """
    account, doing = request.account, f"set the status of subscription {observed.id} to {status}"
    call = account.version.status(observed.id, status)
    try:
        answered = read_status(account.change(call.method, call.path, body=call.body, doing=doing))
    except Missing:
        raise
    except Refused:
        current = fetch_status(observed.id, account, doing=doing)
        if not is_platform_owned(current):
            raise
        request.run.warn(_explain_waiting(current))
        return _settle(observed, status, current)
    if answered == status:
        return _settle(observed, status, status)
    # The answer does not say the status: the subscription does.
    current = fetch_status(observed.id, account, doing=doing)
    return _settle(observed, status if is_platform_owned(current) else current, current)


def _settle(observed: Observed, settled: str, current: str) -> Observed:
    return with_status(replace(observed, fields={**observed.fields, "status": settled}), current)


def _explain_waiting(current: str) -> str:
    return f"status is {explain_status(current)}; then run `pulumi up --refresh`; {STATUSES}"
