"""
Store, store again and forget a message encryption certificate.

Like every egress key it cannot be read, listed or deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...pages import see
from ...reconcile.decide.ageing import earliest
from ...reconcile.ports import Observed, Request
from ..account.account import CybersourceAccount
from ..egress.keys import needs_another, read_nothing, request_key, supersede
from .declaration import MessageEncryptionCertificate
from .wire import encode

LEFT_BEHIND = "It may have been stored all the same; run `pulumi up` again: it does no harm to store it twice"

_KEPT = see("how-to/encrypt-notifications")


Writing = Request[MessageEncryptionCertificate, CybersourceAccount]

read = read_nothing


def create(request: Writing) -> Observed:
    """Store the certificate."""
    added = _store(request)
    # Stored where there is none, too: the engine shows an output that is not stored as unknown in every preview.
    return Observed(added["keyId"], {}, {**added, "previousKeys": {}})


def update(request: Writing) -> Observed:
    """Store it again, unless `rotation` was only added or removed, and remember the previous one; the id stays."""
    if not needs_another(request):
        return Observed(request.id)
    state = request.state
    past = {"fingerprint": state.get("fingerprint"), "expirationDate": _end(state)}
    added = supersede(_store(request), state, past=past, at=request.account.now())
    return Observed(request.id, {}, added)


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget it, and say that the platform does not."""
    state = request.state
    end = (_end(state) or "it expires")[:10]
    request.run.warn(f"key {state.get('keyId', request.id)} may be used until {end}: keep its private key; {_KEPT}")


def _end(state: Mapping[str, object]) -> str | None:
    return earliest(state.get("expiresAt"), state.get("expirationDate"))


def _store(request: Writing) -> dict[str, Any]:
    doing = f"store message encryption certificate {request.run.name!r}"
    return request_key(encode(request.declared), request.account, doing=doing, left_behind=LEFT_BEHIND)
