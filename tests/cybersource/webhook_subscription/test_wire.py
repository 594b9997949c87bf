"""Subscriptions as requests spell them, by the guide, in both versions of the API."""

from typing import Any

import pytest
from tests.cybersource.rows import model

from pulumi_payment_webhooks.cybersource.api.versions import Version
from pulumi_payment_webhooks.cybersource.webhook_subscription.wire import changes, creation

V1, V2 = Version("v1"), Version("v2")
FLAT = {"productId": "p", "eventTypes": ["a", "b"]}
RETRIES = {"firstRetry": 1, "interval": 1, "numberOfRetries": 3, "repeatSequenceCount": 0, "repeatSequenceWaitTime": 0}


@pytest.mark.parametrize(
    ("news", "fields", "body"),
    [
        ({}, [], {}),
        ({"status": "ACTIVE"}, ["status"], {}),
        ({"signatureKey": "k"}, ["signatureKey"], {}),
        ({"description": ""}, ["description"], {"description": ""}),
        ({}, ["description", "retryPolicy", "securityPolicy", "healthCheckUrl", "notificationScope"], {}),
        (
            {"notificationScope": "CUSTOM", "scopeData": ["a"]},
            ["scopeData"],
            {"notificationScope": {"scope": "CUSTOM", "scopeData": ["a"]}},
        ),
        (
            {"retryPolicy": {"deactivateFlag": True}},
            ["retryPolicy"],
            {"retryPolicy": {"algorithm": "ARITHMETIC", "deactivateFlag": "true", **RETRIES}},
        ),
        ({"securityPolicy": {}}, ["securityPolicy"], {"securityPolicy": {"securityType": "KEY"}}),
    ],
    ids=str,
)
def test_body_holds_the_asked_fields_only(news, fields, body):
    """
    A request holds the changed fields that are declared, each whole, and never the status or a local field.
    """
    assert changes(model(**news), frozenset(fields), V2) == body


@pytest.mark.parametrize(("version", "products"), [(V1, FLAT), (V2, {"products": [FLAT]})], ids=["v1", "v2"])
def test_products_of_a_request(version: Version, products: dict[str, Any]) -> None:
    """
    v1 has the one product at the top of a request and v2 in a list, in create and in update.
    """
    created = creation(model(), version)

    assert {name: created.get(name) for name in products} == products
    assert changes(model(), frozenset({"products"}), version) == products


def test_else_requests_are_alike() -> None:
    """
    But for the products, both versions send the same members.
    """
    declared = model(description="d", notificationScope="SELF", retryPolicy={"firstRetry": 5})
    first, second = ({*creation(declared, one)} for one in (V1, V2))

    assert (first - second, second - first) == ({"productId", "eventTypes"}, {"products"})


def test_update_without_products_holds_none() -> None:
    """
    In v1, an update of other fields names no product.
    """
    assert changes(model(), frozenset({"name"}), V1) == {"name": "n"}
