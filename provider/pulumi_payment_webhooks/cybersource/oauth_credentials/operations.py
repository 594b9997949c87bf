"""
Store, store again and forget OAuth client credentials.

Like every egress key they cannot be read, listed or deleted.
"""

from __future__ import annotations

from typing import Any

from ...pages import see
from ...reconcile.ports import Observed, Request
from ..account.account import CybersourceAccount
from ..egress.keys import needs_another, read_nothing, request_key
from .declaration import OAuthCredentials
from .wire import encode

_KEPT = see("how-to/rotate-keys#oauth-credentials")
LEFT_BEHIND = "They may have been stored all the same; run `pulumi up` again: it does no harm to store them twice"


Writing = Request[OAuthCredentials, CybersourceAccount]

read = read_nothing


def create(request: Writing) -> Observed:
    """Store the credentials."""
    added = _store(request)
    return Observed(added["keyId"], {}, added)


def update(request: Writing) -> Observed:
    """Store them again, unless only the age at which to do so has changed, or `rotation` was added or removed."""
    return Observed(request.id, {}, _store(request)) if needs_another(request) else Observed(request.id)


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget them, and say that the platform does not."""
    state = request.state
    end = str(state.get("expirationDate") or "it expires")[:10]
    request.run.warn(f"key {state.get('keyId', request.id)} may be used until {end}: revoke the client; {_KEPT}")


def _store(request: Writing) -> dict[str, Any]:
    doing = f"store OAuth credentials {request.run.name!r}"
    added = request_key(encode(request.declared), request.account, doing=doing, left_behind=LEFT_BEHIND)
    return {name: value for name, value in added.items() if name != "key"}
