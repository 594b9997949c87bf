"""
Store, store anew and forget OAuth client credentials.

Source: reference §10.3. Like every egress key they cannot be read, listed or deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...pages import see
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Keep, Observed, Tell
from ..account.account import CybersourceAccount
from ..api import keys as api
from ..egress.keys import told_key
from .declaration import OAuthCredentials

_KEPT = see("how-to/rotate-keys#oauth-credentials")
LEFT_BEHIND = "They may have been stored all the same; run `pulumi up` again: it does no harm to store them twice"


def create(declared: OAuthCredentials, *, account: CybersourceAccount, tell: Tell, keep: Keep) -> Observed:
    """Store the credentials."""
    added = _stored(declared, account, tell)
    return Observed(added["keyId"], {}, added)


def read(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> Observed:
    """Nothing can be read back: what the state holds is all there is."""
    return Observed(id)


def update(
    id: str,
    declared: OAuthCredentials,
    *,
    changed: frozenset[str],
    state: Mapping[str, Any],
    account: CybersourceAccount,
    tell: Tell,
    keep: Keep,
) -> Observed:
    """Store them again, unless only the age at which to do so has changed, or `rotation` was added or removed."""
    inputs = as_inputs(declared)
    if not declared.is_renewed(state, inputs) and not declared.is_due(state, inputs, at=account.now()):
        return Observed(id)
    return Observed(id, {}, _stored(declared, account, tell))


def delete(id: str, state: Mapping[str, Any], *, account: CybersourceAccount, tell: Tell) -> None:
    """Forget them, and say that the platform does not."""
    end = str(state.get("expirationDate") or "it expires")[:10]
    tell.warn(f"key {state.get('keyId', id)} may be used until {end}: revoke the client; {_KEPT}")


def _stored(declared: OAuthCredentials, account: CybersourceAccount, tell: Tell) -> dict[str, Any]:
    added = told_key(
        api.oauth_credentials(declared),
        account,
        doing=f"store OAuth credentials {tell.name!r}",
        left_behind=LEFT_BEHIND,
        is_secret_told=False,
    )
    return {name: value for name, value in added.items() if name != "key"}
