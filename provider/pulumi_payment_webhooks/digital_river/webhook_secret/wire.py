"""
The signing secrets of a webhook as the outputs of a resource. No I/O and no clock here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ...reconcile.decide.ageing import select_valid
from ..api.secrets import SecretRow
from ..rules.signing_secrets import Expiration, delay_of

PREVIOUS = "previousSecrets"


def known_tokens(state: Mapping[str, Any]) -> dict[str, str]:
    """The secrets in *state* by id, the current one among them."""
    found = {id: one["secret"] for id, one in (state.get(PREVIOUS) or {}).items()}
    current = {state["secretId"]: state["secret"]} if state.get("secretId") and state.get("secret") else {}
    return {**found, **current}


def outputs_of(
    current: SecretRow, previous: Iterable[SecretRow], tokens: Mapping[str, str], state: Mapping[str, Any]
) -> dict[str, object]:
    """
    The outputs for *current*.

    Args:
        current: The current secret.
        previous: Others that are valid.
        tokens: The secrets by id; one that is not known is left out.
        state: What is stored: the time of an expiry stays as it was first computed or answered.
    """
    stored = state.get(PREVIOUS) or {}
    kept = {
        one.id: stored.get(one.id) or {"secret": tokens[one.id], "expirationDate": one.expires}
        for one in previous
        if tokens.get(one.id)
    }
    return {"secret": tokens[current.id], "secretId": current.id, "createdOn": current.created, PREVIOUS: kept}


def existing_outputs(secret: str, state: Mapping[str, Any], *, expires: str, at: datetime) -> dict[str, object]:
    """
    The outputs for a secret that a program declares.

    Args:
        secret: The secret.
        state: What was stored before; empty for a new resource.
        expires: When the secret in *state* expires, as far as the program says.
        at: Now: secrets that have expired are dropped.
    """
    previous = select_valid(state.get(PREVIOUS) or {}, at=at)
    last = state.get("secret")
    if last and last != secret:
        previous[state.get("secretId") or expires] = {"secret": last, "expirationDate": expires}
    valid = {id: one for id, one in select_valid(previous, at=at).items() if one["secret"] != secret}
    return {"secret": secret, "secretId": None, "createdOn": None, PREVIOUS: valid}


def expiry(expiration: Expiration, at: datetime) -> str:
    """When a secret expires that is rotated at the time *at*."""
    return (at + delay_of(expiration)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
