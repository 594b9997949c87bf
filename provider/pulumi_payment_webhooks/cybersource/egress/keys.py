"""
Handing a key to the platform, or having it make one: one request that is never repeated, and one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...errors import Refused, Unclear
from ...pages import see
from ...reconcile.decide.ageing import still_valid
from ...withheld import scrubbed
from ..account.account import CybersourceAccount
from ..account.refusals import UNFIT_CERTIFICATE, is_unfit_certificate
from ..api import keys as api

LEFT_BEHIND = (
    "A key may have been made all the same, or be made later, and supersede every other: "
    "wait five minutes before the next `pulumi up`; " + see("how-to/rotate-keys#a-key-that-nobody-knows")
)


def told_key(
    body: Mapping[str, Any],
    account: CybersourceAccount,
    *,
    doing: str,
    left_behind: str,
    path: str = api.SYMMETRIC,
    is_secret_told: bool = True,
) -> dict[str, Any]:
    """
    Send *body* and return the key in the answer.

    Args:
        body: The request.
        account: Whom to ask.
        doing: What is being done, to follow "cannot".
        left_behind: What may exist at the platform after an unclear answer, and what to do.
        path: Path of the request.
        is_secret_told: Whether the answer has to tell the secret.

    Raises:
        Refused: The platform made no key.
        Unclear: It is not known whether it did.
    """
    try:
        answer = account.change("POST", path, body=dict(body), doing=doing, accept=api.ACCEPT[path])
    except Unclear as unclear:
        message = f"{unclear.message}. {left_behind}"
        raise Unclear(message, status=unclear.status, reference=unclear.reference, reason=unclear.reason) from unclear
    told = api.information(answer)
    if reason := api.failure(scrubbed(told)):
        what = UNFIT_CERTIFICATE if is_unfit_certificate(reason) else reason
        raise Refused(f"cannot {doing}: {what}")
    added = api.added_of(told)
    if flaw := _flaw_of(told, added, is_secret_told=is_secret_told):
        raise Unclear(f"cannot {doing}: the platform accepted the request, and its answer has {flaw}. {left_behind}")
    return {**added, "createdOn": account.now().isoformat(timespec="seconds").replace("+00:00", "Z")}


def _flaw_of(told: Mapping[str, Any], added: Mapping[str, Any], *, is_secret_told: bool) -> str | None:
    if not told:
        return "no key"
    if flaw := api.flaw_of_id(told):
        return f"a {flaw}"
    return "no key: its secret is missing" if is_secret_told and "key" not in added else None


def succeeding(
    added: Mapping[str, Any], state: Mapping[str, Any], *, past: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """
    *added* as the current key, with the one before among the previous ones.

    Args:
        added: The new key, as the platform told it.
        state: What was held before.
        past: What is kept of the key in *state*.
        at: Now: keys that have expired are dropped.
    """
    before = state.get("keyId")
    previous = still_valid(state.get("previousKeys") or {}, at=at)
    if before and before != added["keyId"]:
        previous[before] = {name: value for name, value in past.items() if value is not None}
    previous.pop(added["keyId"], None)
    return {**added, "previousKeys": previous}
