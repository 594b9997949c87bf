"""
Create, rotate and forget a digital signature key.

The platform offers no way to read, list or delete a key, so there is nothing to look up after an unclear answer: the
message says that a key may exist, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...pages import see
from ...reconcile.ports import Observed, Request
from ..account.account import CybersourceAccount
from ..egress.keys import needs_another, read_nothing, request_key, supersede
from .declaration import DigitalSignatureKey
from .wire import encode

LEFT_BEHIND = (
    "A key may have been created all the same, or be created later, and supersede every other: "
    "wait five minutes before the next `pulumi up`; " + see("how-to/rotate-keys#a-key-that-nobody-knows")
)


Writing = Request[DigitalSignatureKey, CybersourceAccount]

read = read_nothing


def create(request: Writing) -> Observed:
    """Have the platform create the key, and store its secret, which it shows once; or use the existing key."""
    declared = request.declared
    if declared.existing_key_id:
        return Observed(declared.existing_key_id, {}, _existing(declared) | {"previousKeys": {}})
    added = _create(request)
    # Stored where there is none, too: the engine shows an output that is not stored as unknown in every preview.
    return Observed(added["keyId"], {}, added | {"previousKeys": {}})


def update(request: Writing) -> Observed:
    """Make another key current where that is asked for, and keep the previous key; the resource keeps its id."""
    if request.declared.existing_key_id:
        return Observed(request.id, {}, _supersede(_existing(request.declared), request))
    if not needs_another(request):
        return Observed(request.id)
    return Observed(request.id, {}, _supersede(_create(request), request))


def delete(request: Request[None, CybersourceAccount]) -> None:
    """Forget the key, and say that the platform does not. Nothing can be done about it, so it is not a warning."""
    state = request.state
    expires = str(state.get("expirationDate") or "it expires")[:10]
    key = "the key" if state.get("existingKeyId") else f"key {state.get('keyId', request.id)}"
    request.run.note(
        f"{key} stays valid at the platform until {expires}: keys cannot be deleted there; {see('how-to/rotate-keys')}"
    )


def _create(request: Writing) -> dict[str, Any]:
    doing = f"create digital signature key {request.run.name!r}"
    return request_key(encode(request.declared), request.account, doing=doing, left_behind=LEFT_BEHIND)


def _existing(declared: DigitalSignatureKey) -> dict[str, object]:
    secret = declared.existing_key.get_secret_value() if declared.existing_key else ""
    return {"keyId": declared.existing_key_id, "key": secret, "createdOn": None, "expirationDate": None}


def _supersede(added: dict[str, Any], request: Writing) -> dict[str, object]:
    state = request.state
    past = {"key": state.get("key"), "expirationDate": state.get("expirationDate")}
    return supersede(added, _strip(state), past=past, at=request.account.now())


def _strip(state: Mapping[str, object]) -> Mapping[str, object]:
    """
    *state*, whose existing key may be from a time when the line break at a file's end was kept: without it, the id is
    that of the same key, which is then not a previous one.
    """
    id = state.get("keyId")
    return {**state, "keyId": id.strip()} if isinstance(id, str) else state
