"""
Storing a key at the platform, or having it create one: one request that is never repeated, and one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...errors import Refused, Unclear
from ...reconcile.decide.ageing import select_valid
from ...reconcile.decide.states import as_inputs
from ...reconcile.ports import Observed, Request
from ...withheld import scrub
from ..account.account import CybersourceAccount
from ..account.refusals import UNFIT_CERTIFICATE, is_unfit_certificate
from ..api.moments import write_moment
from .wire import KeyRequest, KeyRow, read_key


def request_key(request: KeyRequest, account: CybersourceAccount, *, doing: str, left_behind: str) -> dict[str, object]:
    """
    Send *request* and return the outputs of the key in the answer.

    Args:
        request: The request.
        account: Where to ask.
        doing: What is being done, to follow "cannot".
        left_behind: What may exist at the platform after an unclear answer, and what to do.

    Raises:
        Refused: The platform created no key.
        Unclear: It is not known whether it did.
    """
    try:
        row = read_key(account.change("POST", request.path, body=request.body, doing=doing, accept=request.accept))
    except Unclear as unclear:
        message = f"{unclear.message}. {left_behind}"
        raise Unclear(message, status=unclear.status, reference=unclear.reference, reason=unclear.reason) from unclear
    if row.failure:
        reason = scrub(row.failure)
        raise Refused(f"cannot {doing}: {UNFIT_CERTIFICATE if is_unfit_certificate(reason) else reason}")
    if flaw := _flaw_of(row, request):
        raise Unclear(f"cannot {doing}: the platform accepted the request, and its answer has {flaw}. {left_behind}")
    return {**row.added, "createdOn": write_moment(account.now())}


def _flaw_of(row: KeyRow, request: KeyRequest) -> str | None:
    lacks_secret = request.shows_secret and "key" not in row.added
    return row.flaw or ("no key: its secret is missing" if lacks_secret else None)


def needs_another(request: Request[Any, CybersourceAccount]) -> bool:
    """Whether another key is asked for: by what is declared, or because the key has reached the age given."""
    declared, state, inputs = request.declared, request.state, as_inputs(request.declared)
    return declared.is_renewed(state, inputs) or bool(declared.is_due(state, inputs, at=request.account.now()))


def read_nothing(request: Request[None, CybersourceAccount]) -> Observed:
    """Return nothing: a key cannot be read back, so the state stays as it is."""
    return Observed(request.id)


def supersede(
    added: Mapping[str, Any], state: Mapping[str, Any], *, past: Mapping[str, Any], at: datetime
) -> dict[str, object]:
    """
    *added* as the outputs of the current key, with the key in *state* among the previous keys.

    Args:
        added: The new key, as the platform answered it.
        state: What was stored before.
        past: What is kept of the key in *state*.
        at: Now: keys that have expired are dropped.
    """
    before = state.get("keyId")
    previous = select_valid(state.get("previousKeys") or {}, at=at)
    if before and before != added["keyId"]:
        previous[before] = {name: value for name, value in past.items() if value is not None}
    previous.pop(added["keyId"], None)
    return {**added, "previousKeys": previous}
