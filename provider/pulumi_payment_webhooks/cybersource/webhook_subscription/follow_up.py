"""
What follows once a subscription is stored: waiting for a status, and a test delivery.

Nothing here fails a deployment: the subscription is stored already, and both are in the platform's and the receiver's
hands. What did not go well is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...errors import PlatformError, Unclear
from ...pages import see
from ...reconcile.ports import Observed
from ...wording import cut
from ..account.deliveries import NotOffered, send_test
from ..api.moments import write_moment
from ..rules.status import explain_status, is_platform_owned
from .declaration import WaitFor
from .status import STATUS, Writing, fetch_status, with_status

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 15.0
OUTCOME = "testDeliveryOutcome"
_WAITING = see("how-to/wait-and-test#wait_for")
_TESTING = see("how-to/wait-and-test#test_delivery")
_ROOM = 60
"""Characters for a reason, which is the platform's own in part."""


def follow_up(observed: Observed, request: Writing, state: Mapping[str, object]) -> Observed:
    """
    Wait for the status that is awaited, then have a test notification sent, each where it is declared.

    The test comes last: a subscription that is active has the best of chances.

    Args:
        observed: What is stored.
        request: The operation that stored it.
        state: What the state said before, and says now.
    """
    if request.declared.wait_for is not None:
        observed = await_status(observed, request.declared.wait_for, request)
    if not request.declared.test_delivery or state.get(OUTCOME):
        return observed
    outcome = _send_test(observed.id, request)
    return replace(observed, added={**observed.added, OUTCOME: outcome})


def without_outcome(observed: Observed, changed: frozenset[str], state: Mapping[str, object]) -> Observed:
    """*observed* without the outcome of a test that went to another URL."""
    if "webhookUrl" not in changed or not state.get(OUTCOME):
        return observed
    return replace(observed, added={**observed.added, OUTCOME: None})


def pauses(limit: float) -> Iterator[float]:
    """Seconds to wait before each further look: ever longer, *limit* in all."""
    pause, left = FIRST_PAUSE, limit
    while left > 0:
        yield min(pause, left)
        left -= pause
        pause = min(pause * 1.5, LONGEST_PAUSE)


def await_status(observed: Observed, wanted: WaitFor, request: Writing) -> Observed:
    """
    Return *observed* with the status that the platform has after waiting for the wanted status.

    A status that belongs to the platform ends the waiting: it may last for days.
    """
    known = observed.added.get(STATUS)
    try:
        current = _await(observed.id, known, wanted, request)
    except PlatformError as failure:
        request.run.warn(f"no longer waiting for {wanted.status}: {cut(failure.reason, _ROOM)}; {_WAITING}")
        return observed
    is_said = request.declared.status is not None and current == known and is_platform_owned(current)
    if current != wanted.status and not is_said:
        request.run.warn(_explain_end(current, wanted))
    return with_status(observed, current)


def _await(id: str, known: str | None, wanted: WaitFor, request: Writing) -> str:
    account = request.account
    current = known or fetch_status(id, account)
    began = account.now()
    for pause in pauses(wanted.up_to):
        is_late = (account.now() - began).total_seconds() >= wanted.up_to
        if current == wanted.status or is_platform_owned(current) or is_late:
            break
        request.run.progress(f"status is {current}; waiting up to {wanted.up_to} s for {wanted.status}")
        account.wait(pause)
        current = fetch_status(id, account)
    return current


def _explain_end(current: str, wanted: WaitFor) -> str:
    if is_platform_owned(current):
        return f"status is {explain_status(current)}; no longer waiting for {wanted.status}; {_WAITING}"
    return f"after {wanted.up_to} s, status is still {explain_status(current)}; {_WAITING}"


def _send_test(id: str, request: Writing) -> dict[str, object]:
    """Have the platform send a test notification, once, and return what came of it."""
    at = write_moment(request.account.now())
    doing = f"send a test notification for subscription {id}"
    request.run.progress("sending a test notification")
    try:
        trace_id = send_test(id, account=request.account, doing=doing).trace_id
    except NotOffered as end:
        request.run.warn(f"{end}, so none was sent; {_TESTING}")
        return {"at": at, "status": "not offered"}
    except PlatformError as failure:
        is_unclear = isinstance(failure, Unclear)
        what = "test notification may not have been sent" if is_unclear else "no test notification was sent"
        request.run.warn(f"{what}: {cut(failure.reason, _ROOM)}; {_TESTING}")
        return {"at": at, "status": "unclear" if is_unclear else "failed", "error": str(failure)}
    return {"at": at, "status": "sent", **({"traceId": trace_id} if trace_id else {})}
