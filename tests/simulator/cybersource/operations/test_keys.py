"""The key management call: signature keys made at the platform, OAuth credentials stored there."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import pytest

PATH = "/kms/egress/v2/keys-sym"
OTHER = "acme_us"
STORED = {"keyType": "oAuthClientCredentials", "clientKeyId": "platform", "key": "swordfish"}


def request(action: str = "CREATE", **changes: Any) -> dict[str, Any]:
    information: dict[str, Any] = {
        "provider": "nrtd",
        "tenant": OTHER,
        "keyType": "sharedSecret",
        "organizationId": OTHER,
    }
    information |= changes
    return {
        "clientRequestAction": action,
        "keyInformation": {name: value for name, value in information.items() if value is not None},
    }


def test_signature_key_in_its_documented_form(ask: Any) -> None:
    """
    A new key is active, from the platform in capitals, and 32 bytes long.
    """
    answer = ask("POST", PATH, request()).content

    key = answer["keyInformation"]
    assert (answer["status"], key["provider"], key["status"]) == ("SUCCESS", "NRTD", "Active")
    assert len(base64.b64decode(key["key"])) == 32


@pytest.mark.parametrize(("duration", "days"), [(None, 365), ("30", 30), (90, 90)])
def test_key_expires(ask: Any, duration: Any, days: int) -> None:
    """
    A key lives as many days as asked for, and a year unless asked.
    """
    answer = ask("POST", PATH, request(expiryDuration=duration)).content

    stamps = (answer["keyInformation"]["expirationDate"], answer["submitTimeUtc"])
    expires, submitted = (datetime.fromisoformat(stamp) for stamp in stamps)
    assert (expires - submitted).days == days


def test_reference_is_echoed(ask: Any) -> None:
    """
    The client's own reference comes back.
    """
    body = {**request(), "clientReferenceInformation": {"code": "mine"}}

    assert ask("POST", PATH, body).content["clientReferenceInformation"] == {"code": "mine"}


@pytest.mark.parametrize("reference", [None, {}, {"code": None}])
def test_reference_is_not_invented(ask: Any, reference: Any) -> None:
    """
    Where a client gives no reference, or null for one, none comes back.
    """
    answer = ask("POST", PATH, {**request(), "clientReferenceInformation": reference})

    assert (answer.status, "clientReferenceInformation" in answer.content) == (201, False)


def test_null_is_no_duration(ask: Any) -> None:
    """
    A key whose duration is null lives as long as one of no duration.
    """
    body = request()
    body["keyInformation"]["expiryDuration"] = None

    assert ask("POST", PATH, body).status == 201


@pytest.mark.parametrize(("position", "same"), [("new", False), ("same", True)])
def test_second_key(ask: Any, simulator: Any, position: str, same: bool) -> None:
    """
    A repeated request makes a new key, or returns the old one.
    """
    simulator.turn(repeat_signature_key=position)

    first, second = (ask("POST", PATH, request()).content["keyInformation"] for _ in range(2))

    assert (first["keyId"] == second["keyId"], first["key"] == second["key"]) == (same, same)


def test_superseded_key_stays_on_file(ask: Any, simulator: Any) -> None:
    """
    The older of two keys is marked, not forgotten: notifications in retry may still carry it.
    """
    for _ in range(2):
        ask("POST", PATH, request())

    assert [key.superseded for key in simulator.keys if key.organization_id == OTHER] == [True, False]


def test_credentials_are_echoed(ask: Any) -> None:
    """
    Stored credentials come back with name and secret, as documented.
    """
    key = ask("POST", PATH, request("STORE", **STORED)).content["keyInformation"]

    assert (key["clientKeyId"], key["key"], key["status"]) == ("platform", "swordfish", "active")


def test_echoed_secret_can_be_masked(ask: Any, simulator: Any) -> None:
    """
    With its knob turned, the answer masks the stored secret.
    """
    simulator.turn(oauth_secret_in_answers="masked")

    assert "swordfish" not in str(ask("POST", PATH, request("STORE", **STORED)).content)


ORDERS = {
    "platform first": {"provider": "nrtd", "tenant": OTHER},
    "organization first": {"provider": OTHER, "tenant": "nrtd"},
    "platform twice": {"provider": "nrtd", "tenant": "nrtd"},
}


@pytest.mark.parametrize(
    ("position", "kind", "allowed"),
    [
        ("both", "sharedSecret", {"platform first", "organization first", "platform twice"}),
        ("both", "oAuthClientCredentials", {"platform first", "organization first"}),
        ("spec", "sharedSecret", {"platform first"}),
        ("spec", "oAuthClientCredentials", {"organization first"}),
        ("guide", "sharedSecret", {"platform first"}),
        ("guide", "oAuthClientCredentials", {"platform first"}),
    ],
)
def test_order_of_provider_and_tenant(ask: Any, simulator: Any, position: str, kind: str, allowed: set[str]) -> None:
    """
    Which of provider and tenant is the platform depends on the source that is believed.
    """
    simulator.turn(kms_order=position)
    rest = {} if kind == "sharedSecret" else STORED
    action = "CREATE" if kind == "sharedSecret" else "STORE"

    answers = {name: ask("POST", PATH, request(action, **order, **rest)).status for name, order in ORDERS.items()}

    assert {name for name, status in answers.items() if status == 201} == allowed


REFUSED: dict[str, tuple[str, str, Any]] = {
    "nothing": ("body", "MISSING_FIELD", None),
    "no object": ("body", "INVALID_DATA", []),
    "half of a character": ("body", "INVALID_DATA", request("STORE", **{**STORED, "key": "\ud800"})),
    "no action": ("clientRequestAction", "MISSING_FIELD", {"keyInformation": {}}),
    "no information": ("keyInformation", "MISSING_FIELD", {"clientRequestAction": "CREATE"}),
    "no type": ("keyInformation.keyType", "MISSING_FIELD", request(keyType=None)),
    "no organization": ("keyInformation.organizationId", "MISSING_FIELD", request(organizationId=None)),
    "unknown type": ("keyInformation.keyType", "INVALID_DATA", request(keyType="pgp")),
    "other tenant": ("keyInformation.tenant", "INVALID_DATA", request(tenant="somebody")),
    "other provider": ("keyInformation.provider", "INVALID_DATA", request(provider="somebody")),
    "storing a signature key": ("clientRequestAction", "INVALID_DATA", request("STORE")),
    "creating credentials": ("clientRequestAction", "INVALID_DATA", request("CREATE", **STORED)),
    "credentials without secret": ("keyInformation.key", "MISSING_FIELD", request("STORE", **{**STORED, "key": None})),
    "endless": ("keyInformation.expiryDuration", "INVALID_DATA", request(expiryDuration="999999")),
    "expired": ("keyInformation.expiryDuration", "INVALID_DATA", request(expiryDuration="0")),
    "long reference": (
        "clientReferenceInformation.code",
        "INVALID_DATA",
        {**request(), "clientReferenceInformation": {"code": "x" * 51}},
    ),
}


@pytest.mark.parametrize(("field", "reason", "body"), REFUSED.values(), ids=REFUSED.keys())
def test_wrong_request_is_refused(ask: Any, field: str, reason: str, body: Any) -> None:
    """
    A wrong field is named in the key service's own error shape.
    """
    answer = ask("POST", PATH, body)

    assert answer.status == 400
    assert answer.content["keyInformation"]["errorInformation"]["details"] == [{"field": field, "reason": reason}]


def test_correlation_id_has_a_form(ask: Any) -> None:
    """
    The key service refuses a correlation id with a space in it.
    """
    assert ask("POST", PATH, request(), v_c_correlation_id="not so").status == 400
