"""
Handing a key to the platform, or having it make one: one request that is never repeated, and one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..errors import Refused, Unclear
from ..withheld import scrubbed
from .account import CybersourceAccount
from .api import keys as api
from .key_ages import still_valid
from .refusals import UNFIT_CERTIFICATE, is_unfit_certificate

LEFT_BEHIND = (
    "A key whose secret nobody holds may have been left behind, and would now be the organization's active key. "
    "Run `pulumi up` again: it creates another one, which supersedes it"
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
        answer = account.change("POST", path, body=dict(body), doing=doing)
    except Unclear as unclear:
        message = f"{unclear.message}. {left_behind}"
        raise Unclear(message, status=unclear.status, reference=unclear.reference) from unclear
    told = api.information(answer)
    if reason := api.failure(scrubbed(told)):
        what = UNFIT_CERTIFICATE if is_unfit_certificate(reason) else reason
        raise Refused(f"cannot {doing}: {what}")
    added = api.added_of(told)
    if "keyId" not in added or (is_secret_told and "key" not in added):
        raise Unclear(f"cannot {doing}: the platform accepted the request and did not tell the key. {left_behind}")
    return {**added, "createdOn": account.now().isoformat(timespec="seconds").replace("+00:00", "Z")}


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
