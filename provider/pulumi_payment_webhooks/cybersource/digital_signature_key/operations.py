"""
Create, keep and forget a digital signature key.

Source: reference §10. The platform offers no way to read, list or delete a key, so there is nothing to look up
after an unclear answer: the message says what may have been left behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Refused, Unclear
from ...reconcile.platform import Keep, Observed, Tell
from ..account import CybersourceAccount
from ..api import keys as api
from .declaration import DigitalSignatureKey


def create(declared: DigitalSignatureKey, *, account: CybersourceAccount, tell: Tell, keep: Keep) -> Observed:
    """Have the platform create the key, and take down its secret: it is told once."""
    doing = f"create a digital signature key for organization {declared.organization_id!r}"
    try:
        answer = account.ask("POST", api.SYMMETRIC, body=api.signature_key(declared), doing=doing)
    except Unclear as unclear:
        raise Unclear(
            f"{unclear.message}. A key whose secret nobody holds may have been left behind, and would now be the "
            "organization's active key. Run `pulumi up` again: it creates another one, which supersedes it",
            status=unclear.status,
            reference=unclear.reference,
        ) from unclear
    told = api.information(answer)
    if reason := api.failure(told):
        raise Refused(f"cannot {doing}: {reason}")
    return _observed(told, doing)


def read(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> Observed:
    """Nothing can be read back: what the state holds is all there is."""
    return Observed(id)


def update(
    id: str,
    declared: DigitalSignatureKey,
    *,
    changed: frozenset[str],
    state: Mapping[str, Any],
    account: CybersourceAccount,
    tell: Tell,
    keep: Keep,
) -> Observed:
    """A key never changes: every field of it makes another one."""
    return Observed(id)


def delete(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> None:
    """Forget the key, and say that the platform does not."""
    tell.warn(
        f"the platform has no way to delete a key: {id} is forgotten here, and stays valid there until "
        f"{state.get('expirationDate', 'it expires')} or until another key supersedes it"
    )


def _observed(told: Mapping[str, Any], doing: str) -> Observed:
    added = api.added_of(told)
    if not {"keyId", "key"} <= added.keys():
        raise Unclear(
            f"cannot {doing}: the platform accepted the request and did not tell the key. One whose secret nobody "
            "holds may have been left behind; run `pulumi up` again to create another, which supersedes it"
        )
    return Observed(added["keyId"], {}, added)
