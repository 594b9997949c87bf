"""
Store, store anew and forget OAuth client credentials.

Like every egress key they cannot be read, listed or deleted.
"""

from __future__ import annotations

from typing import Any

from ...pages import see
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Observed, Request, Run
from ..account.account import CybersourceAccount
from ..egress.keys import request_key
from .declaration import OAuthCredentials
from .wire import encode

_KEPT = see("how-to/rotate-keys#oauth-credentials")
LEFT_BEHIND = "They may have been stored all the same; run `pulumi up` again: it does no harm to store them twice"


def create(request: Request[OAuthCredentials, CybersourceAccount]) -> Observed:
    """Store the credentials."""
    added = _store(request.declared, request.account, request.run)
    return Observed(added["keyId"], {}, added)


def read(request: Request[None, CybersourceAccount]) -> Observed:
    """Nothing can be read back: what the state holds is all there is."""
    return Observed(request.id)


def update(request: Request[OAuthCredentials, CybersourceAccount]) -> Observed:
    """Store them again, unless only the age at which to do so has changed, or `rotation` was added or removed."""
    id, declared, state, account = request.id, request.declared, request.state, request.account
    inputs = as_inputs(declared)
    if not declared.is_renewed(state, inputs) and not declared.is_due(state, inputs, at=account.now()):
        return Observed(id)
    return Observed(id, {}, _store(declared, account, request.run))


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget them, and say that the platform does not."""
    state = request.state
    end = str(state.get("expirationDate") or "it expires")[:10]
    request.run.warn(f"key {state.get('keyId', request.id)} may be used until {end}: revoke the client; {_KEPT}")


def _store(declared: OAuthCredentials, account: CybersourceAccount, run: Run) -> dict[str, Any]:
    doing = f"store OAuth credentials {run.name!r}"
    added = request_key(encode(declared), account, doing=doing, left_behind=LEFT_BEHIND)
    return {name: value for name, value in added.items() if name != "key"}
