"""What the list of requests shows of secrets: nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.crypto.certificates import encryption_pem
from tests.simulator.ear import Answer

from pulumi_payment_webhooks.crypto.certificates import read_certificate

V2 = "/notification-subscriptions/v2/webhooks"
SYM = "/kms/egress/v2/keys-sym"
ASYM = "/kms/egress/v2/keys-asym"
REQUESTS = "/_simulator/requests"
CANARY = "c4n4ry-of-a-secret"


def stored(**changes: Any) -> dict[str, Any]:
    information = {
        "provider": "acme_eu",
        "tenant": "nrtd",
        "organizationId": "acme_eu",
        "keyType": "oAuthClientCredentials",
        "clientKeyId": "platform",
        "key": CANARY,
    }
    return {"clientRequestAction": "STORE", "keyInformation": {**information, **changes}}


@pytest.mark.parametrize(
    ("target", "body"),
    [
        (SYM, stored()),
        (SYM, stored(keyType="tea")),
        (SYM, {**stored(key="x"), "key": CANARY}),
        (SYM, {"keyInformation": [{"key": CANARY}]}),
        (SYM, {"keyInformation": {"clientReferenceInformation": {"secret": CANARY}}}),
        (SYM, [CANARY]),
        (SYM, CANARY),
        (SYM, f'{{"key": "{CANARY}"'.encode()),
        (ASYM, stored(keyType="publickey", pub=CANARY, pvt=CANARY)),
        (V2, {"securityPolicy": {"config": {"clientSecret": CANARY, "additionalConfig": {"client_secret": CANARY}}}}),
        (V2, {CANARY: {"name": CANARY}, "name": "orders", "password": CANARY}),
    ],
)
def test_no_secret_is_listed(ask: Any, target: str, body: Any) -> None:
    """
    A secret in the body of a request is masked, wherever it stands, accepted or refused.
    """
    ask("POST", target, body)
    listed = json.dumps(ask("GET", REQUESTS).content[-1]["body"])

    assert CANARY not in listed.replace(f'"{CANARY}": "***"', "")
    assert "***" in listed


def test_the_rest_is_listed(ask: Any) -> None:
    """
    Beside a masked secret, the members that hold none are shown as they were sent.
    """
    ask("POST", SYM, stored())

    assert ask("GET", REQUESTS).content[-1]["body"] == stored(key="***")


def test_ordinary_subscription_is_listed_whole(ask: Any) -> None:
    """
    No member of a subscription is masked.
    """
    policy = {"securityType": "oAuth", "config": {"oAuthURL": "https://idp.example.net/t", "oAuthTokenType": "Bearer"}}
    body = {
        "name": "orders",
        "organizationId": "acme_eu",
        "products": [{"productId": "payments", "eventTypes": ["payments.capture.status.accepted"]}],
        "webhookUrl": "https://hooks.example.net/visa",
        "notificationScope": {"scope": "CUSTOM", "scopeData": ["a"]},
        "retryPolicy": {"algorithm": "ARITHMETIC", "firstRetry": 1, "deactivateFlag": "true"},
        "securityPolicy": policy,
        "additionalAttributes": [{"any": "text"}],
    }
    ask("POST", V2, body)

    assert ask("GET", REQUESTS).content[-1]["body"] == body


def test_certificate_is_listed(ask: Any) -> None:
    """
    A certificate is public, and shown as it was sent.
    """
    pub = read_certificate(encryption_pem()).der
    ask("POST", ASYM, stored(keyType="publickey", pub=pub))

    assert ask("GET", REQUESTS).content[-1]["body"]["keyInformation"]["pub"] == pub


@pytest.mark.parametrize("name", ["Authorization", "X_Api_Key", "V_C_Permissions", "Cookie", "Signature", "Anything"])
def test_headers_with_credentials_are_masked(ask: Any, name: str) -> None:
    """
    A header that may carry credentials is masked, whatever its name is; those known to carry none are shown.
    """
    ask("GET", V2, **{name: CANARY, "v_c_correlation_id": "mine-42"})
    headers = ask("GET", REQUESTS).content[-1]["headers"]

    assert headers[name.lower().replace("_", "-")] == "***"
    assert headers["v-c-correlation-id"] == "mine-42"


def test_no_representation_shows_a_body(ask: Any, simulator: Any) -> None:
    """
    The representation of an entry, which a failed assertion prints, shows nothing of its body.
    """
    ask("POST", SYM, stored())

    assert CANARY not in repr(simulator.requests[-1])
    assert simulator.requests[-1].body == stored()


def test_token_that_comes_back_is_masked(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    A receiver that sends back what it has got does not lay the bearer token open.
    """
    ask("POST", SYM, stored())
    config = {"oAuthURL": f"{ear.url}/token", "oAuthTokenType": "Bearer"}
    listen(securityPolicy={"securityType": "oAuth", "config": config})

    def echo(heard: Any) -> Answer:
        if heard.path == "/token":
            return Answer(200, json.dumps({"access_token": CANARY, "token_type": "Bearer"}).encode())
        return Answer(500, json.dumps(heard.headers).encode())

    ear.answer = echo
    simulator.emit("tms.networktoken.updated")
    simulator.settle()
    [delivery] = simulator.deliveries

    assert delivery.attempts[0].headers["Authorization"] == f"Bearer {CANARY}"
    assert CANARY not in json.dumps(ask("GET", f"/_simulator/deliveries/{delivery.id}").content)
