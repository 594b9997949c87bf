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
from ...reconcile.ports import Observed, Request, Run
from ..account.account import CybersourceAccount
from ..api import keys as api
from ..egress.keys import succeeding, told_key
from .declaration import MessageEncryptionCertificate

LEFT_BEHIND = "It may have been stored all the same; run `pulumi up` again: it does no harm to store it twice"

_KEPT = see("how-to/encrypt-notifications")


def create(request: Request[MessageEncryptionCertificate, CybersourceAccount]) -> Observed:
    """Store the certificate."""
    added = _stored(request.declared, request.account, request.run)
    # Stored where there is none, too: the engine shows an output that is not stored as unknown in every preview.
    return Observed(added["keyId"], {}, {**added, "previousKeys": {}})


def read(request: Request[None, CybersourceAccount]) -> Observed:
    """Nothing can be read back: what the state holds is all there is."""
    return Observed(request.id)


def update(request: Request[MessageEncryptionCertificate, CybersourceAccount]) -> Observed:
    """Store it again, unless `rotation` was only added or removed, and remember the one before; the id stays."""
    id, declared, state, account = request.id, request.declared, request.state, request.account
    if not declared.is_renewed(state, as_inputs(declared)):
        return Observed(id)
    past = {"fingerprint": state.get("fingerprint"), "expirationDate": _end(state)}
    return Observed(id, {}, succeeding(_stored(declared, account, request.run), state, past=past, at=account.now()))


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget it, and say that the platform does not."""
    state = request.state
    end = (_end(state) or "it expires")[:10]
    request.run.warn(f"key {state.get('keyId', request.id)} may be used until {end}: keep its private key; {_KEPT}")


def _end(state: Mapping[str, Any]) -> str | None:
    return earliest(state.get("expiresAt"), state.get("expirationDate"))


def _stored(declared: MessageEncryptionCertificate, account: CybersourceAccount, run: Run) -> dict[str, Any]:
    return told_key(
        api.encryption_certificate(declared),
        account,
        path=api.ASYMMETRIC,
        doing=f"store message encryption certificate {run.name!r}",
        left_behind=LEFT_BEHIND,
        is_secret_told=False,
    )
