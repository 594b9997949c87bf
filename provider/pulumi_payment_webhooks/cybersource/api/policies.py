"""
The two policies of a subscription in the platform's answers: to retry a delivery, and to secure it. No I/O here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...reconcile.declare.values import whole_number
from ..rules.words import ALGORITHMS, RETRY_NUMBERS, SECURITY_TYPES, TOKEN_TYPES

RETRY_POLICY = "retryPolicy"
SECURITY_POLICY = "securityPolicy"
_ASSERTED = ("aud", "client_id", "scope", "keyId")
"""The members of an `additionalConfig`."""


def read_policies(subscription: Mapping[str, object]) -> dict[str, Any]:
    """The policies of a *subscription*, in normal form; one that it does not show, or shows as nothing, is left out."""
    found = {
        RETRY_POLICY: (_one(subscription.get(RETRY_POLICY)), _read_retry_policy),
        SECURITY_POLICY: (_one(subscription.get(SECURITY_POLICY)), _read_security_policy),
    }
    return {name: decode(policy) for name, (policy, decode) in found.items() if policy}


def match_word(value: str, words: Sequence[str]) -> str:
    """*value* in the spelling of *words*, whatever its case; a word that is not among them stays as it is."""
    return next((word for word in words if word.casefold() == value.casefold()), value)


def _one(value: object) -> Mapping[str, object] | None:
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        value = value[0]
    return value if isinstance(value, Mapping) else None


def _read_retry_policy(policy: Mapping[str, Any]) -> dict[str, object]:
    fields: dict[str, Any] = {name: _number(policy[name]) for name in RETRY_NUMBERS if policy.get(name) is not None}
    if isinstance(policy.get("algorithm"), str):
        fields["algorithm"] = match_word(policy["algorithm"], ALGORITHMS)
    if policy.get("deactivateFlag") is not None:
        fields["deactivateFlag"] = str(policy["deactivateFlag"]).lower() == "true"
    return fields


def _read_security_policy(policy: Mapping[str, Any]) -> dict[str, object]:
    security_type = policy.get("securityType") or policy.get("security_type")
    fields: dict[str, Any] = {}
    if isinstance(security_type, str):
        fields["securityType"] = match_word(security_type, SECURITY_TYPES)
    if isinstance(policy.get("proxyType"), str):
        fields["proxyType"] = policy["proxyType"].lower()
    if isinstance(config := policy.get("config"), Mapping):
        fields["config"] = _read_config(config)
    return fields


def _read_config(config: Mapping[str, object]) -> dict[str, object]:
    fields: dict[str, object] = {}
    if url := config.get("oAuthURL") or config.get("oAuthUrl"):
        fields["oAuthURL"] = url
    if config.get("oAuthTokenExpiry") is not None:
        fields["oAuthTokenExpiry"] = _number(config["oAuthTokenExpiry"])
    if isinstance(kind := config.get("oAuthTokenType"), str):
        fields["oAuthTokenType"] = match_word(kind, TOKEN_TYPES)
    if isinstance(more := config.get("additionalConfig"), Mapping):
        fields["additionalConfig"] = {wire: more[wire] for wire in _ASSERTED if more.get(wire) is not None}
    return fields


def _number(value: object) -> object:
    """A whole number, in quotes or not; anything else stays as it is, so that it shows as drift."""
    try:
        return whole_number(float(value) if isinstance(value, str) and "." in value else value)
    except ValueError:
        return value
