"""Reads scope, retry policy and security policy into one normal form. No I/O here."""

from __future__ import annotations

from dataclasses import astuple

from ....cybersource.rules import words
from ....cybersource.rules.retry_schedule import RetryRules
from ...desk.json_values import JsonObject
from .. import fields
from ..knobs import Knobs
from ..refusals import invalid, missing

SCOPE_MEMBERS = frozenset({"scope", "scopeData"})
RETRY_DEFAULTS = dict(zip(("algorithm", *words.RETRY_NUMBERS), astuple(RetryRules()), strict=True))
RETRY_MEMBERS = frozenset({*RETRY_DEFAULTS, "deactivateFlag", "additionalAttributes"})
SECURITY_MEMBERS = frozenset({"securityType", "proxyType", "digitalSignatureEnabled", "config", "keyId"})
CONFIG_MEMBERS = frozenset({"oAuthTokenExpiry", "oAuthURL", "oAuthUrl", "oAuthTokenType", "additionalConfig", "keyId"})
ADDITIONAL_MEMBERS = ("aud", "client_id", "keyId", "scope")


def read_scope(value: object) -> JsonObject:
    """A scope, as a string or an object; organizations only with `CUSTOM`."""
    if value is None:
        return {"scope": words.DESCENDANTS, "scopeData": []}
    if isinstance(value, str):
        return {"scope": fields.read_one_of(value, "notificationScope", words.SCOPES), "scopeData": []}
    spoken = fields.read_object(value, "notificationScope")
    organizations = _read_organizations(spoken.get("scopeData"))
    implied = words.CUSTOM if organizations else words.DESCENDANTS
    chosen = fields.read_one_of(spoken.get("scope") or implied, "notificationScope.scope", words.SCOPES)
    if organizations and chosen != words.CUSTOM:
        raise invalid("notificationScope.scopeData", "only CUSTOM can list organizations")
    return {"scope": chosen, "scopeData": organizations}


def _read_organizations(value: object) -> list[str]:
    if value is None or value in ("", []):
        return []
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    return fields.read_texts(value, "notificationScope.scopeData")


def read_retry_policy(value: object, knobs: Knobs) -> JsonObject:
    """A retry policy with all defaults, numbers as numbers and the flag as a boolean."""
    spoken = fields.read_object({} if value is None else value, "retryPolicy")
    if knobs.unknown_members == "refuse":
        fields.refuse_unknown(spoken, "retryPolicy", RETRY_MEMBERS)
    given = {name: one for name, one in spoken.items() if one is not None}
    policy: dict[str, object] = {
        "algorithm": fields.read_one_of(
            given.get("algorithm", RETRY_DEFAULTS["algorithm"]), "retryPolicy.algorithm", words.ALGORITHMS
        )
    }
    for name in words.RETRY_NUMBERS:
        policy[name] = fields.read_count(given.get(name, RETRY_DEFAULTS[name]), f"retryPolicy.{name}")
    policy["deactivateFlag"] = fields.read_flag(given.get("deactivateFlag", False), "retryPolicy.deactivateFlag")
    attributes = fields.read_attributes(given.get("additionalAttributes"), "retryPolicy.additionalAttributes")
    return {**policy, "additionalAttributes": attributes} if attributes else policy


def read_security_policy(value: object, knobs: Knobs) -> JsonObject:
    """A security policy with the documented spelling of its type, and the members of that type."""
    spoken = fields.read_object({} if value is None else value, "securityPolicy")
    if knobs.unknown_members == "refuse":
        fields.refuse_unknown(spoken, "securityPolicy", SECURITY_MEMBERS)
    if knobs.required_fields == "docs" and not spoken.get("securityType"):
        raise missing("securityPolicy.securityType")
    kind = fields.read_one_of(
        spoken.get("securityType") or words.KEY, "securityPolicy.securityType", words.SECURITY_TYPES
    )
    proxy = fields.read_one_of(spoken.get("proxyType") or "external", "securityPolicy.proxyType", words.PROXY_TYPES)
    policy: dict[str, object] = {"securityType": kind, "proxyType": proxy, "digitalSignatureEnabled": "yes"}
    if spoken.get("keyId") is not None:
        policy["keyId"] = fields.read_text(spoken["keyId"], "securityPolicy.keyId")
    config = _read_config(spoken.get("config"), kind, knobs)
    return {**policy, "config": config} if config else policy


def _read_config(value: object, kind: str, knobs: Knobs) -> JsonObject:
    if kind == words.KEY:
        spoken = fields.read_object({} if value is None else value, "securityPolicy.config")
        key_id = spoken.get("keyId")
        return {} if key_id is None else {"keyId": fields.read_text(key_id, "securityPolicy.config.keyId")}
    field = "securityPolicy.config"
    spoken = fields.read_object(value, field)
    if knobs.unknown_members == "refuse":
        fields.refuse_unknown(spoken, field, CONFIG_MEMBERS)
    config: dict[str, object] = {}
    if spoken.get("oAuthTokenExpiry") is not None:
        config["oAuthTokenExpiry"] = fields.read_count(spoken["oAuthTokenExpiry"], f"{field}.oAuthTokenExpiry")
    elif knobs.required_fields == "docs":
        raise missing(f"{field}.oAuthTokenExpiry")
    url = spoken.get("oAuthUrl") if spoken.get("oAuthURL") is None else spoken["oAuthURL"]
    config["oAuthURL"] = fields.read_url(url, f"{field}.oAuthURL")
    config["oAuthTokenType"] = fields.read_one_of(
        spoken.get("oAuthTokenType"), f"{field}.oAuthTokenType", (words.BEARER,)
    )
    if spoken.get("keyId") is not None:
        config["keyId"] = fields.read_text(spoken["keyId"], f"{field}.keyId")
    if spoken.get("additionalConfig") is not None:
        config["additionalConfig"] = _read_additional(spoken["additionalConfig"])
    elif kind == words.OAUTH_JWT:
        raise missing(f"{field}.additionalConfig")
    return config


def _read_additional(value: object) -> dict[str, str]:
    field = "securityPolicy.config.additionalConfig"
    spoken = fields.read_object(value, field)
    return {
        name: fields.read_text(spoken[name], f"{field}.{name}")
        for name in ADDITIONAL_MEMBERS
        if spoken.get(name) is not None
    }
