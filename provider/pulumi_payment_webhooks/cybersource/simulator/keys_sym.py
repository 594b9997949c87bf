"""The key management call for symmetric keys: signature keys made here, OAuth credentials stored. No I/O here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...simulator.calls import Call, Declined, Operation, Reply, Unreadable
from .keys import OAUTH, SIGNATURE, Key
from .refusals import INVALID_DATA, MISSING_FIELD
from .world import World

PATH = "/kms/egress/v2/keys-sym"
ACTIONS = {SIGNATURE: "CREATE", OAUTH: "STORE"}
PLATFORM = "nrtd"
HEADERS = {
    "v-c-correlation-id": re.compile(r"[A-Za-z0-9.\-_:]{2,100}"),
    "v-c-sender-organization-id": re.compile(r"[A-Za-z0-9\-_]{2,100}"),
}
LONGEST_DAYS = 36_500


class SymmetricKeys:
    """Answers for the symmetric keys of one *world*."""

    def __init__(self, world: World) -> None:
        self._world = world

    def operations(self) -> list[Operation]:
        """What can be asked."""
        return [Operation("POST", PATH, "create a signature key, store OAuth credentials", self.post)]

    def post(self, call: Call) -> Reply:
        """Make or store one key."""
        try:
            return self._accept(call)
        except _Wrong as wrong:
            raise self._declined(wrong) from None

    def _accept(self, call: Call) -> Reply:
        _check_headers(call)
        body = _body(call)
        information = _information(body)
        reference = _reference(body)
        kind = information["keyType"]
        organization = information["organizationId"]
        if not self._world.knows(organization):
            raise _Wrong("keyInformation.organizationId")
        self._check_order(information)
        key = self._create(information) if kind == SIGNATURE else self._store(information)
        return Reply(201, self._answer(key, information, reference))

    def _check_order(self, information: Mapping[str, Any]) -> None:
        """
        Which of provider and tenant is the platform and which the organization: the sources disagree.
        """
        provider, tenant = str(information["provider"]).lower(), str(information["tenant"])
        organization = information["organizationId"]
        platform_first = provider == PLATFORM and tenant == organization
        organization_first = information["provider"] == organization and tenant.lower() == PLATFORM
        only_platform = provider == PLATFORM and tenant.lower() == PLATFORM
        signature = information["keyType"] == SIGNATURE
        allowed = {
            "both": platform_first or organization_first or (signature and only_platform),
            "spec": platform_first if signature else organization_first,
            "guide": platform_first,
        }
        if not allowed[self._world.knobs.kms_order]:
            raise _Wrong("keyInformation.tenant" if provider in (PLATFORM, organization) else "keyInformation.provider")

    def _create(self, information: Mapping[str, Any]) -> Key:
        keys, organization = self._world.keys, information["organizationId"]
        current = keys.current(SIGNATURE, organization)
        if current is not None and self._world.knobs.repeat_signature_key == "same":
            return current
        return keys.add_signature(organization, days=_days(information))

    def _store(self, information: Mapping[str, Any]) -> Key:
        return self._world.keys.add(
            OAUTH,
            information["organizationId"],
            secret=_text(information, "key"),
            days=_days(information),
            client_key_id=_text(information, "clientKeyId"),
        )

    def _answer(self, key: Key, information: Mapping[str, Any], reference: Mapping[str, Any]) -> dict[str, Any]:
        knobs = self._world.knobs
        provider = information["provider"]
        echo: dict[str, Any] = {
            "provider": provider.upper() if provider.lower() == PLATFORM else provider,
            "tenant": information["tenant"],
            "organizationId": key.organization_id,
            "keyId": key.key_id,
            "keyType": key.key_type,
            "status": "Active" if key.key_type == SIGNATURE else "active",
            "expirationDate": _stamp(key.expires_on),
        }
        if key.client_key_id is not None:
            echo["clientKeyId"] = key.client_key_id
        masked = key.key_type == OAUTH and knobs.oauth_secret_in_answers == "masked"
        echo["key"] = "****" if masked else key.secret
        return {
            "submitTimeUtc": _stamp(self._world.clock.now()),
            "status": knobs.kms_status,
            **reference,
            "keyInformation": echo,
        }

    def _declined(self, wrong: _Wrong) -> Declined:
        details = [{"field": wrong.field, "reason": wrong.reason}]
        body = {
            "submitTimeUtc": _stamp(self._world.clock.now()),
            "status": "INVALID_REQUEST",
            "keyInformation": {"errorInformation": {"reason": wrong.reason, "details": details}},
        }
        return Declined(Reply(400, body), f"{wrong.field}: {wrong.reason}")


class _Wrong(Exception):
    def __init__(self, field: str, reason: str = INVALID_DATA) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def _check_headers(call: Call) -> None:
    for name, pattern in HEADERS.items():
        value = call.headers.get(name)
        if value is not None and not pattern.fullmatch(value):
            raise _Wrong(name)


def _body(call: Call) -> Mapping[str, Any]:
    try:
        body = call.content
    except Unreadable:
        raise _Wrong("body") from None
    if body is None:
        raise _Wrong("body", MISSING_FIELD)
    if not isinstance(body, dict):
        raise _Wrong("body")
    return body


def _information(body: Mapping[str, Any]) -> Mapping[str, Any]:
    action, information = body.get("clientRequestAction"), body.get("keyInformation")
    if action in (None, ""):
        raise _Wrong("clientRequestAction", MISSING_FIELD)
    if information is None:
        raise _Wrong("keyInformation", MISSING_FIELD)
    if not isinstance(information, dict):
        raise _Wrong("keyInformation")
    for name in ("provider", "tenant", "keyType", "organizationId"):
        _text(information, name)
    if information["keyType"] not in ACTIONS:
        raise _Wrong("keyInformation.keyType")
    if action != ACTIONS[information["keyType"]]:
        raise _Wrong("clientRequestAction")
    return information


def _reference(body: Mapping[str, Any]) -> dict[str, Any]:
    """The client's own reference, to be echoed."""
    spoken = body.get("clientReferenceInformation")
    if spoken is None:
        return {}
    if not isinstance(spoken, dict):
        raise _Wrong("clientReferenceInformation")
    code = spoken.get("code", "")
    if not isinstance(code, str) or len(code) > 50:
        raise _Wrong("clientReferenceInformation.code")
    return {"clientReferenceInformation": {"code": code}}


def _text(information: Mapping[str, Any], name: str) -> str:
    value = information.get(name)
    if value in (None, ""):
        raise _Wrong(f"keyInformation.{name}", MISSING_FIELD)
    if not isinstance(value, str):
        raise _Wrong(f"keyInformation.{name}")
    return value


def _days(information: Mapping[str, Any]) -> int:
    value = information.get("expiryDuration", "365")
    digits = str(value)
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
        raise _Wrong("keyInformation.expiryDuration")
    if not 1 <= int(digits) <= LONGEST_DAYS:
        raise _Wrong("keyInformation.expiryDuration")
    return int(digits)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
