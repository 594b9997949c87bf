"""
What follows once a subscription is stored: waiting for a status, and a test delivery.

Nothing here fails a deployment: the subscription is stored already, and both are in the platform's and the receiver's
hands. What did not go well is a warning.

Source: reference §6.7 and §7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...errors import PlatformError, Unclear
from ...pages import see
from ...reconcile.ports import Observed, Run
from ...wording import cut
from ..account.account import CybersourceAccount
from ..account.sample_notifications import NotOffered, send_test
from ..api import deliveries as api
from ..rules.status import PENDING_REVIEW, explained, is_platform_owned
from .declaration import WaitFor, WebhookSubscription

Look = Callable[[], Observed]
"""Asks the platform for the subscription, now."""

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 15.0
MOMENT = 1.0
"""Seconds after which a review may be over."""

OUTCOME = "testDeliveryOutcome"
_WAITING = see("how-to/wait-and-test#wait_for")
_TESTING = see("how-to/wait-and-test#test_delivery")
_ROOM = 60
"""Characters for a reason, which is the platform's own in part."""


def followed(
    observed: Observed,
    declared: WebhookSubscription,
    state: Mapping[str, Any],
    look: Look,
    *,
    account: CybersourceAccount,
    run: Run,
) -> Observed:
    """
    *observed*, once the status was waited for and a test notification was sent to its URL.

    The test comes last: a subscription that is active has the best of chances.

    Args:
        observed: What is stored.
        declared: What the program declares.
        state: What the state said before, and says now.
        look: Asks the platform.
        account: Whom to ask.
        run: The run that waits.
    """
    if declared.wait_for is not None:
        observed = arrived(observed, declared, declared.wait_for, look, account=account, run=run)
    if not declared.test_delivery or state.get(OUTCOME):
        return observed
    outcome = tested(observed.id, account=account, run=run)
    return Observed(observed.id, observed.fields, {**observed.added, OUTCOME: outcome})


def look_again(observed: Observed, look: Look, *, account: CybersourceAccount, run: Run) -> Observed:
    """
    Return *observed* with the status of a moment later, where its URLs were just put under review.

    The platform compares URLs with those that it has approved before, so that a review may be over at once.
    """
    if observed.added.get("currentStatus") != PENDING_REVIEW:
        return observed
    run.progress(f"status is {PENDING_REVIEW}; looking again in {MOMENT:g} s")
    account.wait(MOMENT)
    try:
        current = _status(look())
    except PlatformError:
        return observed
    if current != PENDING_REVIEW:
        run.progress("the review of its URLs is over")
    return Observed(observed.id, observed.fields, {**observed.added, "currentStatus": current})


def without_outcome(observed: Observed, changed: frozenset[str], state: Mapping[str, Any]) -> Observed:
    """*observed* without what came of a test, where another URL is in the place of the one that was tested."""
    if "webhookUrl" not in changed or not state.get(OUTCOME):
        return observed
    return Observed(observed.id, observed.fields, {**observed.added, OUTCOME: None})


def pauses(limit: float) -> Iterator[float]:
    """Seconds to wait before each further look: ever longer, *limit* in all."""
    pause, left = FIRST_PAUSE, limit
    while left > 0:
        yield min(pause, left)
        left -= pause
        pause = min(pause * 1.5, LONGEST_PAUSE)


def arrived(
    observed: Observed,
    declared: WebhookSubscription,
    wanted: WaitFor,
    look: Look,
    *,
    account: CybersourceAccount,
    run: Run,
) -> Observed:
    """
    *observed* with the status that the platform has after waiting for the one that is wanted.

    A status that belongs to the platform ends the waiting: it may last for days.
    """
    known = observed.added.get("currentStatus")
    try:
        current = _awaited(known, wanted, look, account, run)
    except PlatformError as failure:
        run.warn(f"no longer waiting for {wanted.status}: {cut(failure.reason, _ROOM)}; {_WAITING}")
        return observed
    is_told = declared.status is not None and current == known and is_platform_owned(current)
    if current != wanted.status and not is_told:
        run.warn(_given_up(current, wanted))
    return Observed(observed.id, observed.fields, {**observed.added, "currentStatus": current})


def _awaited(known: str | None, wanted: WaitFor, look: Look, account: CybersourceAccount, run: Run) -> str:
    current = known or _status(look())
    began = account.now()
    for pause in pauses(wanted.up_to):
        is_late = (account.now() - began).total_seconds() >= wanted.up_to
        if current == wanted.status or is_platform_owned(current) or is_late:
            break
        run.progress(f"status is {current}; waiting up to {wanted.up_to} s for {wanted.status}")
        account.wait(pause)
        current = _status(look())
    return current


def _status(observed: Observed) -> str:
    return str(observed.added.get("currentStatus"))


def _given_up(current: str, wanted: WaitFor) -> str:
    if is_platform_owned(current):
        return f"status is {explained(current)}; no longer waiting for {wanted.status}; {_WAITING}"
    return f"after {wanted.up_to} s, status is still {explained(current)}; {_WAITING}"


def tested(id: str, *, account: CybersourceAccount, run: Run) -> dict[str, Any]:
    """Have the platform send a test notification, once, and tell what came of it."""
    at = account.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    run.progress("sending a test notification")
    try:
        answer = send_test(id, account=account, doing=f"send a test notification for subscription {id}")
    except NotOffered as end:
        run.warn(f"{end}, so none was sent; {_TESTING}")
        return {"at": at, "status": "not offered"}
    except PlatformError as failure:
        is_unclear = isinstance(failure, Unclear)
        what = "test notification may not have been sent" if is_unclear else "no test notification was sent"
        run.warn(f"{what}: {cut(failure.reason, _ROOM)}; {_TESTING}")
        return {"at": at, "status": "unclear" if is_unclear else "failed", "error": failure.message}
    trace_id = api.sample(answer).trace_id
    return {"at": at, "status": "sent", **({"traceId": trace_id} if trace_id else {})}
