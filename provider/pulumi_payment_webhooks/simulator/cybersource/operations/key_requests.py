"""What both key operations share: checks of the body, and the shape of the answer. No I/O here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ....cybersource.rules.words import KEY_STORE
from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Declined, Reply, UnreadableRequest
from ..egress_keys import SIGNATURE, EgressKey
from ..fields import is_text
from ..platform import SimulatedCybersource
from ..refusals import INVALID_DATA, MISSING_FIELD
from . import ignored

CORRELATION = "v-c-correlation-id"
HEADERS = {
    CORRELATION: re.compile(r"[A-Za-z0-9.\-_:]{2,100}"),
    "v-c-sender-organization-id": re.compile(r"[A-Za-z0-9\-_]{2,100}"),
}
USUAL_DAYS = 365
LONGEST_DAYS = 36_500


class Wrong(Exception):
    """
    A body is wrong.

    Args:
        field: The field.
        reason: `MISSING_FIELD` or `INVALID_DATA`.
        message: A message besides.
    """

    def __init__(self, field: str, reason: str = INVALID_DATA, message: str | None = None) -> None:
        super().__init__(f"{field}: {message or reason}")
        self.field = field
        self.reason = reason
        self.message = message


@dataclass(frozen=True)
class RequestedKey:
    """
    A body that passed the common checks.

    Args:
        information: Its `keyInformation`.
        reference: The client's own reference, which the answer repeats.
    """

    information: Mapping[str, object]
    reference: Mapping[str, object]

    @property
    def kind(self) -> str:
        """Type of the key."""
        return str(self.information["keyType"])

    @property
    def organization_id(self) -> str:
        """The organization of the key."""
        return str(self.information["organizationId"])

    def text(self, name: str) -> str:
        """A required member."""
        return _text(self.information, name)

    @property
    def days(self) -> int:
        """For how many days the key is valid."""
        value = self.information.get("expiryDuration")
        if value is None:
            return USUAL_DAYS
        digits = str(value)
        if isinstance(value, bool) or not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
            raise Wrong("keyInformation.expiryDuration")
        if not 1 <= int(digits) <= LONGEST_DAYS:
            raise Wrong("keyInformation.expiryDuration")
        return int(digits)


def answer(
    call: Call,
    platform: SimulatedCybersource,
    actions: Mapping[str, str],
    store: Callable[[RequestedKey], tuple[EgressKey, Mapping[str, object]]],
) -> Reply:
    """
    Answer *call*.

    Args:
        call: The request.
        platform: The simulated platform.
        actions: Actions by type of key.
        store: Creates or stores the key, and returns further members of the answer.
    """
    try:
        request = _read_request(call, platform, actions)
        key, more = store(request)
    except Wrong as wrong:
        raise _refuse(wrong, platform) from None
    return Reply(201, _describe(key, request, more, platform), notes=ignored.notes_on_key(call.content))


def _read_request(call: Call, platform: SimulatedCybersource, actions: Mapping[str, str]) -> RequestedKey:
    _check_headers(call)
    body = _read_body(call)
    request = RequestedKey(_read_information(body, actions), _read_reference(body))
    if not platform.knows(request.organization_id):
        raise Wrong("keyInformation.organizationId")
    _check_order(request, platform)
    return request


def _check_order(request: RequestedKey, platform: SimulatedCybersource) -> None:
    """
    Check which of provider and tenant is the platform and which is the organization; the sources disagree.
    """
    provider, tenant = request.text("provider"), request.text("tenant")
    names = (provider.lower(), tenant.lower())
    platform_first = names[0] == KEY_STORE and tenant == request.organization_id
    organization_first = provider == request.organization_id and names[1] == KEY_STORE
    signature = request.kind == SIGNATURE
    allowed = {
        "both": platform_first or organization_first or (signature and names == (KEY_STORE, KEY_STORE)),
        "spec": platform_first if signature else organization_first,
        "guide": platform_first,
    }
    if not allowed[platform.knobs.kms_order]:
        is_known = names[0] in (KEY_STORE, request.organization_id)
        raise Wrong("keyInformation.tenant" if is_known else "keyInformation.provider")


def _describe(
    key: EgressKey, request: RequestedKey, more: Mapping[str, object], platform: SimulatedCybersource
) -> JsonObject:
    provider = request.text("provider")
    return {
        "submitTimeUtc": _stamp(platform.clock.now()),
        "status": platform.knobs.kms_status,
        **request.reference,
        "keyInformation": {
            "provider": provider.upper() if provider.lower() == KEY_STORE else provider,
            "tenant": request.text("tenant"),
            "organizationId": key.organization_id,
            "keyId": key.key_id,
            "keyType": key.key_type,
            "status": "Active" if key.key_type == SIGNATURE else "active",
            "expirationDate": _stamp(key.expires_on),
            **more,
        },
    }


def _refuse(wrong: Wrong, platform: SimulatedCybersource) -> Declined:
    is_success = platform.knobs.kms_refusal == "201"
    failed = {"status": "FAILED", "message": wrong.message} if wrong.message else {}
    details = [{"field": wrong.field, "reason": wrong.reason}]
    body = {
        "submitTimeUtc": _stamp(platform.clock.now()),
        "status": platform.knobs.kms_status if is_success else "INVALID_REQUEST",
        "keyInformation": {**failed, "errorInformation": {"reason": wrong.reason, "details": details}},
    }
    return Declined(Reply(201 if is_success else 400, body), str(wrong))


def _check_headers(call: Call) -> None:
    for name, pattern in HEADERS.items():
        value = call.headers.get(name)
        if value is not None and not pattern.fullmatch(value):
            raise Wrong(name)


def _read_body(call: Call) -> Mapping[str, object]:
    try:
        body = call.content
    except UnreadableRequest:
        raise Wrong("body") from None
    if body is None:
        raise Wrong("body", MISSING_FIELD)
    if not isinstance(body, dict) or not is_text(body):
        raise Wrong("body")
    return body


def _read_information(body: Mapping[str, object], actions: Mapping[str, str]) -> Mapping[str, object]:
    action, information = body.get("clientRequestAction"), body.get("keyInformation")
    if action in (None, ""):
        raise Wrong("clientRequestAction", MISSING_FIELD)
    if information is None:
        raise Wrong("keyInformation", MISSING_FIELD)
    if not isinstance(information, dict):
        raise Wrong("keyInformation")
    for name in ("provider", "tenant", "keyType", "organizationId"):
        _text(information, name)
    if information["keyType"] not in actions:
        raise Wrong("keyInformation.keyType")
    if action != actions[information["keyType"]]:
        raise Wrong("clientRequestAction")
    return information


def _read_reference(body: Mapping[str, object]) -> JsonObject:
    spoken = body.get("clientReferenceInformation")
    if spoken is None:
        return {}
    if not isinstance(spoken, dict):
        raise Wrong("clientReferenceInformation")
    code = spoken.get("code")
    if code is None:
        return {}
    if not isinstance(code, str) or len(code) > 50:
        raise Wrong("clientReferenceInformation.code")
    return {"clientReferenceInformation": {"code": code}}


def _text(information: Mapping[str, object], name: str) -> str:
    value = information.get(name)
    if value in (None, ""):
        raise Wrong(f"keyInformation.{name}", MISSING_FIELD)
    if not isinstance(value, str):
        raise Wrong(f"keyInformation.{name}")
    return value


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
