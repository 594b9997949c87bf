"""What the simulated platform accepts as a new subscription, and what it makes of it."""

from __future__ import annotations

from typing import Any

import pytest

POLICY = {"algorithm": "ARITHMETIC", "firstRetry": 1, "interval": 1, "numberOfRetries": 3}
TOKEN = {"oAuthURL": "https://idp.example.net/token", "oAuthTokenType": "Bearer", "oAuthTokenExpiry": 365}
HALF = b'{"name": "half of a character: \\ud800"}'
HEALTH = "https://hooks.example.net/visa/health"
ONE: list[dict[str, Any]] = [{"productId": "decisionManager", "eventTypes": ["risk.profile.decision.reject"]}]

ACCEPTED: dict[str, dict[str, Any]] = {
    "as a shop plug-in sends it": {
        "products": [
            {"productId": "unifiedCheckout", "eventTypes": ["uc.orders.transactionresults"]},
            {"productId": "alternativePaymentMethods", "eventTypes": ["payments.payments.updated"]},
        ],
        "healthCheckUrl": "https://hooks.example.net/visa",
        "notificationScope": "SELF",
        "retryPolicy": {"deactivateFlag": True},
        "securityPolicy": {"securityType": "key", "proxyType": "external"},
    },
    "with products and stray event types": {"eventTypes": ["tms.networktoken.updated"]},
    "with one flat product": {
        "products": None,
        "productId": "tokenManagement",
        "eventTypes": ["tms.networktoken.updated", "tms.token.created"],
    },
    "as the pay-by-bank page sends it": {
        "webhookUrl": "https://MyWebhookServer.com:8443/simulateClient",
        "healthCheckUrl": "https://MyWebhookServer.com:8443/simulateClientHealthCheck",
        "notificationScope": "SELF",
        "retryPolicy": {**POLICY, "deactivateFlag": "false", "repeatSequenceCount": 0, "repeatSequenceWaitTime": 0},
        "securityPolicy": {"securityType": "KEY", "proxyType": "external"},
    },
    "with OAuth": {"securityPolicy": {"securityType": "oAuth", "config": TOKEN}},
    "with an assertion": {
        "securityPolicy": {
            "securityType": "oAuth_JWT",
            "config": {**TOKEN, "additionalConfig": {"aud": "idp", "client_id": "A", "keyId": "y", "scope": "s"}},
        }
    },
    "with a key id beside KEY": {"securityPolicy": {"securityType": "key", "config": {"keyId": "k"}}},
    "with an empty description": {"description": ""},
    "without a description": {"description": None},
    "without a security policy": {"securityPolicy": None},
    "with OAuth and a null": {"securityPolicy": {"securityType": "oAuth", "config": {**TOKEN, "keyId": None}}},
    "with the other spelling beside a null": {
        "securityPolicy": {
            "securityType": "oAuth",
            "config": {"oAuthURL": None, "oAuthUrl": TOKEN["oAuthURL"], "oAuthTokenType": "Bearer"},
        }
    },
    "with a null beside KEY": {"securityPolicy": {"securityType": "key", "config": {"keyId": None}}},
    "with numbers in quotes": {"retryPolicy": {**POLICY, "firstRetry": "10"}},
    "with numbers that Java makes floating": {"retryPolicy": {**POLICY, "firstRetry": 10.0, "interval": 1.0}},
    "with a scope object": {"notificationScope": {"scope": "CUSTOM"}},
    "with joined organizations": {"notificationScope": {"scope": "CUSTOM", "scopeData": "a,b"}},
    "with listed organizations": {"notificationScope": {"scopeData": ["a", "b"]}},
    "with an event twice": {"products": [{**ONE[0], "eventTypes": ONE[0]["eventTypes"] * 2}]},
    "with names nobody knows": {"deactivateflag": "true", "surprise": {}},
    "with a receiver on this machine": {"webhookUrl": "http://127.0.0.1:8080/hook"},
    "with a health URL and no policy": {"healthCheckUrl": HEALTH},
}

REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "no name": ("name", {"name": None}),
    "number as name": ("name", {"name": 5}),
    "no organization": ("organizationId", {"organizationId": None}),
    "no products": ("products", {"products": None}),
    "empty products": ("products", {"products": []}),
    "products as object": ("products", {"products": {}}),
    "product without events": ("products.eventTypes", {"products": [{"productId": "payByLink", "eventTypes": []}]}),
    "events as text": ("products.eventTypes", {"products": [{"productId": "payByLink", "eventTypes": "a"}]}),
    "product twice": ("products.productId", {"products": [*ONE, *ONE]}),
    "event of another product": (
        "products.eventTypes",
        {"products": [{"productId": "payByLink", "eventTypes": ["tms.networktoken.updated"]}]},
    ),
    "flat product without events": ("eventTypes", {"products": None, "productId": "payByLink"}),
    "no URL": ("webhookUrl", {"webhookUrl": None}),
    "plain http": ("webhookUrl", {"webhookUrl": "http://hooks.example.net"}),
    "no host": ("webhookUrl", {"webhookUrl": "https:///visa"}),
    "bad port": ("webhookUrl", {"webhookUrl": "https://hooks.example.net:99999"}),
    "space in URL": ("webhookUrl", {"webhookUrl": "https://hooks.example.net/a b"}),
    "plain http for health": ("healthCheckUrl", {"healthCheckUrl": "http://hooks.example.net"}),
    "unknown scope": ("notificationScope", {"notificationScope": "ALL"}),
    "organizations for SELF": (
        "notificationScope.scopeData",
        {"notificationScope": {"scope": "SELF", "scopeData": ["a"]}},
    ),
    "unknown algorithm": ("retryPolicy.algorithm", {"retryPolicy": {"algorithm": "EXPONENTIAL"}}),
    "attributes as text": ("additionalAttributes", {"additionalAttributes": "team"}),
    "attributes of numbers": (
        "retryPolicy.additionalAttributes",
        {"retryPolicy": {"additionalAttributes": [{"team": 1}]}},
    ),
    "negative number": ("retryPolicy.interval", {"retryPolicy": {"interval": -1}}),
    "fraction": ("retryPolicy.firstRetry", {"retryPolicy": {"firstRetry": 1.5}}),
    "truth as number": ("retryPolicy.firstRetry", {"retryPolicy": {"firstRetry": True}}),
    "word as flag": ("retryPolicy.deactivateFlag", {"retryPolicy": {"deactivateFlag": "yes"}}),
    "policy as text": ("retryPolicy", {"retryPolicy": "none"}),
    "health URL without flag": ("retryPolicy.deactivateFlag", {"healthCheckUrl": HEALTH, "retryPolicy": POLICY}),
    "unknown security": ("securityPolicy.securityType", {"securityPolicy": {"securityType": "basic"}}),
    "policy as list": ("securityPolicy", {"securityPolicy": [{"securityType": "KEY"}]}),
    "OAuth without config": ("securityPolicy.config", {"securityPolicy": {"securityType": "oAuth"}}),
    "OAuth without URL": (
        "securityPolicy.config.oAuthURL",
        {"securityPolicy": {"securityType": "oAuth", "config": {"oAuthTokenType": "Bearer"}}},
    ),
    "OAuth with another token": (
        "securityPolicy.config.oAuthTokenType",
        {"securityPolicy": {"securityType": "oAuth", "config": {**TOKEN, "oAuthTokenType": "MAC"}}},
    ),
    "assertion without its config": (
        "securityPolicy.config.additionalConfig",
        {"securityPolicy": {"securityType": "oAuth_JWT", "config": TOKEN}},
    ),
}


@pytest.mark.parametrize("changes", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_documented_body_is_accepted(ask: Any, changes: dict[str, Any]) -> None:
    """
    Every form of the body that the documentation or a published client uses creates a subscription.
    """
    ask.simulator.turn(jwt_security_needs_p12=False)

    answer = ask.subscribe(**changes)

    assert answer.status == 201, answer.content


@pytest.mark.parametrize(("field", "changes"), REFUSED.values(), ids=REFUSED.keys())
def test_wrong_body_is_refused(ask: Any, simulator: Any, field: str, changes: dict[str, Any]) -> None:
    """
    A wrong field is named in the 400, and nothing is stored.
    """
    answer = ask.subscribe(**changes)

    assert (answer.status, answer.content["details"][0]["field"]) == (400, field)
    assert len(simulator.subscriptions) == 0


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe", b'{"name": NaN}', b"[" * 100_000, HALF])
def test_anything_but_an_object_is_refused(ask: Any, body: bytes) -> None:
    """
    A body that is not a JSON object is the client's error, never a crash.
    """
    answer = ask("POST", "/notification-subscriptions/v2/webhooks", body)

    assert (answer.status, answer.content["details"][0]["field"]) == (400, "body")


def test_signature_key_is_required(ask: Any, simulator: Any) -> None:
    """
    An organization without a digital signature key can subscribe to nothing.
    """
    answer = ask.subscribe(organizationId="newcomer")

    assert answer.status == 400
    assert "digital signature key" in answer.content["message"]


def test_expired_signature_key_does_not_count(ask: Any, simulator: Any) -> None:
    """
    A key that expired is as good as none.
    """
    simulator.clock.move(days=366)

    assert ask.subscribe().status == 400


def test_product_is_occupied_once(ask: Any) -> None:
    """
    A second subscription for a product of the same organization is refused: the record already exists.
    """
    ask.subscribe()

    answer = ask.subscribe(name="other")

    assert answer.status == 400
    assert "Record already exists" in answer.content["message"]


def test_product_of_another_organization_is_free(ask: Any, simulator: Any) -> None:
    """
    Two organizations subscribe to the same product.
    """
    simulator.add_signature_key("acme_us")
    ask.subscribe()

    assert ask.subscribe(organizationId="acme_us").status == 201


@pytest.mark.parametrize(
    ("knob", "position"),
    [("require_signature_key", False), ("one_per_product", False), ("unknown_events", "accept")],
)
def test_knob_lifts_a_rule(ask: Any, simulator: Any, knob: str, position: Any) -> None:
    """
    Each rule about what may be created can be switched off by itself.
    """
    bodies: dict[str, dict[str, Any]] = {
        "require_signature_key": {"organizationId": "newcomer"},
        "one_per_product": {"name": "second"},
        "unknown_events": {"products": [{"productId": "eCheck", "eventTypes": ["tea.ready"]}]},
    }
    ask.subscribe()
    simulator.turn(**{knob: position})

    assert ask.subscribe(**bodies[knob]).status == 201


def test_product_outside_the_catalogue_can_be_subscribed(ask: Any) -> None:
    """
    A product that is not enabled for the organization may be subscribed; its events are not checked.
    """
    products = [{"productId": "tea", "eventTypes": ["tea.ready"]}]

    assert ask.subscribe(products=products).status == 201


@pytest.mark.parametrize(
    ("knob", "position", "changes"),
    [
        ("required_fields", "docs", {"description": None}),
        ("unknown_members", "refuse", {"retryPolicy": {"firstRetryInterval": 1}}),
        ("organizations", ("acme_us",), {}),
        ("unknown_events", "refuse", {"products": [{"productId": "tea", "eventTypes": ["tea.ready"]}]}),
        ("require_oauth_credentials", True, {"securityPolicy": {"securityType": "oAuth", "config": TOKEN}}),
    ],
)
def test_knob_adds_a_rule(ask: Any, simulator: Any, knob: str, position: Any, changes: dict[str, Any]) -> None:
    """
    Each stricter reading of the documentation can be switched on by itself.
    """
    simulator.turn(**{knob: position})

    assert ask.subscribe(**changes).status == 400
