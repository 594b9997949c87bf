"""
Store, store anew and forget a message encryption certificate.

Source: reference §10.4. Like every egress key it cannot be read, listed or deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...pages import see
from ...reconcile.decide.ageing import earliest
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Keep, Observed, Tell
from ..account.account import CybersourceAccount
from ..api import keys as api
from ..egress.keys import succeeding, told_key
from .declaration import MessageEncryptionCertificate

LEFT_BEHIND = "It may have been stored all the same; run `pulumi up` again: it does no harm to store it twice"

_KEPT = see("how-to/encrypt-notifications")


def create(declared: MessageEncryptionCertificate, *, account: CybersourceAccount, tell: Tell, keep: Keep) -> Observed:
    """Store the certificate."""
    added = _stored(declared, account, tell)
    # Stored where there is none, too: the engine shows an output that is not stored as unknown in every preview.
    return Observed(added["keyId"], {}, {**added, "previousKeys": {}})


def read(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> Observed:
    """Nothing can be read back: what the state holds is all there is."""
    return Observed(id)


def update(
    id: str,
    declared: MessageEncryptionCertificate,
    *,
    changed: frozenset[str],
    state: Mapping[str, Any],
    account: CybersourceAccount,
    tell: Tell,
    keep: Keep,
) -> Observed:
    """Store it again, unless `rotation` was only added or removed, and remember the one before; the id stays."""
    if not declared.is_renewed(state, as_inputs(declared)):
        return Observed(id)
    past = {"fingerprint": state.get("fingerprint"), "expirationDate": _end(state)}
    return Observed(id, {}, succeeding(_stored(declared, account, tell), state, past=past, at=account.now()))


def delete(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> None:
    """Forget it, and say that the platform does not."""
    end = (_end(state) or "it expires")[:10]
    tell.warn(f"key {state.get('keyId', id)} may be used until {end}: keep its private key; {_KEPT}")


def _end(state: Mapping[str, Any]) -> str | None:
    return earliest(state.get("expiresAt"), state.get("expirationDate"))


def _stored(declared: MessageEncryptionCertificate, account: CybersourceAccount, tell: Tell) -> dict[str, Any]:
    return told_key(
        api.encryption_certificate(declared),
        account,
        path=api.ASYMMETRIC,
        doing=f"store message encryption certificate {tell.name!r}",
        left_behind=LEFT_BEHIND,
        is_secret_told=False,
    )
