"""
Handing a key to the platform, or having it make one: one request that is never repeated, and one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Refused, Unclear
from .account import CybersourceAccount
from .api import keys as api

LEFT_BEHIND = (
    "A key whose secret nobody holds may have been left behind, and would now be the organization's active key. "
    "Run `pulumi up` again: it creates another one, which supersedes it"
)


def told_key(
    body: Mapping[str, Any], account: CybersourceAccount, *, doing: str, left_behind: str, is_secret_told: bool = True
) -> dict[str, Any]:
    """
    Send *body* and return the key in the answer.

    Args:
        body: The request.
        account: Whom to ask.
        doing: What is being done, to follow "cannot".
        left_behind: What may exist at the platform after an unclear answer, and what to do.
        is_secret_told: Whether the answer has to tell the secret.

    Raises:
        Refused: The platform made no key.
        Unclear: It is not known whether it did.
    """
    try:
        answer = account.change("POST", api.SYMMETRIC, body=dict(body), doing=doing)
    except Unclear as unclear:
        message = f"{unclear.message}. {left_behind}"
        raise Unclear(message, status=unclear.status, reference=unclear.reference) from unclear
    told = api.information(answer)
    if reason := api.failure(told):
        raise Refused(f"cannot {doing}: {reason}")
    added = api.added_of(told)
    if "keyId" not in added or (is_secret_told and "key" not in added):
        raise Unclear(f"cannot {doing}: the platform accepted the request and did not tell the key. {left_behind}")
    return {**added, "createdOn": account.now().isoformat(timespec="seconds").replace("+00:00", "Z")}
