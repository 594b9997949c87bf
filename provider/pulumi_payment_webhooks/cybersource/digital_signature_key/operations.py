"""
Create, rotate and forget a digital signature key.

The platform offers no way to read, list or delete a key, so there is nothing to look up after an unclear answer: the
message says that a key may exist, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...pages import see
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Observed, Request, Run
from ..account.account import CybersourceAccount
from ..egress.keys import request_key, supersede
from .declaration import DigitalSignatureKey
from .wire import encode

LEFT_BEHIND = (
    "A key may have been made all the same, or be made later, and supersede every other: "
    "wait five minutes before the next `pulumi up`; " + see("how-to/rotate-keys#a-key-that-nobody-knows")
)


def create(request: Request[DigitalSignatureKey, CybersourceAccount]) -> Observed:
    """Have the platform create the key, and take down its secret: it is told once. Or hold the one that is given."""
    declared = request.declared
    if declared.existing_key_id:
        return Observed(declared.existing_key_id, {}, _existing(declared) | {"previousKeys": {}})
    added = _create(request.declared, request.account, request.run)
    # Stored where there is none, too: the engine shows an output that is not stored as unknown in every preview.
    return Observed(added["keyId"], {}, added | {"previousKeys": {}})


def read(request: Request[None, CybersourceAccount]) -> Observed:
    """Nothing can be read back: what the state holds is all there is."""
    return Observed(request.id)


def update(request: Request[DigitalSignatureKey, CybersourceAccount]) -> Observed:
    """Make another key current where that is asked for, and keep the one before; the resource keeps its id."""
    id, declared, state, account = request.id, request.declared, request.state, request.account
    if declared.existing_key_id:
        return Observed(id, {}, _supersede(_existing(declared), state, account))
    inputs = as_inputs(declared)
    if not declared.is_renewed(state, inputs) and not declared.is_due(state, inputs, at=account.now()):
        return Observed(id)
    return Observed(id, {}, _supersede(_create(declared, account, request.run), state, account))


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget the key, and say that the platform does not: nobody can change that, so it is not a warning."""
    state = request.state
    expires = str(state.get("expirationDate") or "it expires")[:10]
    key = "the key" if state.get("existingKeyId") else f"key {state.get('keyId', request.id)}"
    request.run.note(
        f"{key} stays valid at the platform until {expires}: keys cannot be deleted there; {see('how-to/rotate-keys')}"
    )


def _create(declared: DigitalSignatureKey, account: CybersourceAccount, run: Run) -> dict[str, Any]:
    doing = f"create digital signature key {run.name!r}"
    return request_key(encode(declared), account, doing=doing, left_behind=LEFT_BEHIND)


def _existing(declared: DigitalSignatureKey) -> dict[str, Any]:
    secret = declared.existing_key.get_secret_value() if declared.existing_key else ""
    return {"keyId": declared.existing_key_id, "key": secret, "createdOn": None, "expirationDate": None}


def _supersede(added: dict[str, Any], state: Mapping[str, Any], account: CybersourceAccount) -> dict[str, Any]:
    past = {"key": state.get("key"), "expirationDate": state.get("expirationDate")}
    return supersede(added, _stripped(state), past=past, at=account.now())


def _stripped(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    *state*, whose existing key may be from a time when the line break at a file's end was kept: without it, the id is
    that of the same key, which is then not a previous one.
    """
    id = state.get("keyId")
    return {**state, "keyId": id.strip()} if isinstance(id, str) else state
