"""
Reveal, rotate and forget the signing secret of a webhook; or use the secret that a program declares.
"""

from __future__ import annotations

from ...reconcile.decide.states import as_inputs
from ...reconcile.declare.declaration import part_id, whole_of
from ...reconcile.ports import Observed, Request
from ..account.account import DigitalRiverAccount
from .declaration import PAGE
from .rotation import Writing, fetch, rotate
from .wire import existing_outputs, expiry


def create(request: Writing) -> Observed:
    """Reveal the current secret, which every webhook has; or use the existing one."""
    id = part_id(request.declared.webhook, "secret")
    if request.declared.existing_secret:
        return Observed(id, {}, _existing(request))
    return _observe(id, fetch(request.declared.webhook, {}, request.account))


def read(request: Request[None, DigitalRiverAccount]) -> Observed:
    """Look at the secrets; nothing can be seen of an existing one."""
    state, account = request.state, request.account
    if state.get("existingSecret") or not account.settings.is_gc:
        return Observed(request.id)
    found = fetch(whole_of(request.id), state, account)
    if state.get("secretId") not in (None, found["secretId"]):
        request.run.warn(f"rotated at the platform: receivers need the new secret; {PAGE}")
    return _observe(request.id, found)


def update(request: Writing) -> Observed:
    """Rotate the secret where that is asked for, or use another existing one; the resource keeps its id."""
    declared, state, inputs = request.declared, request.state, as_inputs(request.declared)
    is_renewed = declared.is_renewed(state, inputs)
    if declared.existing_secret:
        return Observed(request.id, {}, _existing(request) if is_renewed else {})
    if state.get("existingSecret"):
        return _observe(request.id, fetch(whole_of(request.id), state, request.account))
    if not is_renewed and not declared.is_due(state, inputs, at=request.account.now()):
        return Observed(request.id)
    return _observe(request.id, rotate(request))


def delete(request: Request[None, DigitalRiverAccount]) -> None:
    """Forget the secret; the platform has it as long as the webhook."""
    request.run.note(f"the platform keeps signing with the secret as long as the webhook exists; {PAGE}")


def _existing(request: Writing) -> dict[str, object]:
    secret = request.declared.existing_secret.get_secret_value() if request.declared.existing_secret else ""
    now = request.account.now()
    return existing_outputs(secret, request.state, expires=expiry(request.declared.expiration, now), at=now)


def _observe(id: str, added: dict[str, object]) -> Observed:
    return Observed(id, {}, added)
