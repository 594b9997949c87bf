"""
Store, store anew and forget a message encryption certificate.

Like every egress key it cannot be read, listed or deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...pages import see
from ...reconcile.decide.ageing import earliest
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Observed, Request, Run
from ..account.account import CybersourceAccount
from ..egress.keys import request_key, supersede
from .declaration import MessageEncryptionCertificate
from .wire import encode

LEFT_BEHIND = "It may have been stored all the same; run `pulumi up` again: it does no harm to store it twice"

_KEPT = see("how-to/encrypt-notifications")


def create(request: Request[MessageEncryptionCertificate, CybersourceAccount]) -> Observed:
    """Store the certificate."""
    added = _store(request.declared, request.account, request.run)
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
    return Observed(id, {}, supersede(_store(declared, account, request.run), state, past=past, at=account.now()))


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget it, and say that the platform does not."""
    state = request.state
    end = (_end(state) or "it expires")[:10]
    request.run.warn(f"key {state.get('keyId', request.id)} may be used until {end}: keep its private key; {_KEPT}")


def _end(state: Mapping[str, Any]) -> str | None:
    return earliest(state.get("expiresAt"), state.get("expirationDate"))


def _store(declared: MessageEncryptionCertificate, account: CybersourceAccount, run: Run) -> dict[str, Any]:
    doing = f"store message encryption certificate {run.name!r}"
    return request_key(encode(declared), account, doing=doing, left_behind=LEFT_BEHIND)
