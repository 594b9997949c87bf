"""
What the two versions of the API differ in: paths, products, and how a status is asked for.
"""

from typing import Any

import pytest

from pulumi_payment_webhooks.cybersource.api.versions import Request, Version
from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.errors import Refused
from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.states import as_model

V1, V2 = Version("v1"), Version("v2")
LEAST: dict[str, Any] = {
    "organizationId": "acme",
    "name": "n",
    "products": {"p": ["b", "a"]},
    "webhookUrl": "https://h.example/",
}
FLAT = {"productId": "p", "eventTypes": ["a", "b"]}

each_version = pytest.mark.parametrize("version", [V1, V2], ids=lambda one: one.name)


def model(**news: Any) -> WebhookSubscription:
    checked = check(WebhookSubscription, {}, {**LEAST, **news})
    assert checked.failures == ()
    return as_model(WebhookSubscription, checked.inputs)


@each_version
def test_version_is_part_of_every_path(version: Version) -> None:
    """
    Subscriptions and catalogue are asked for below the version's own path.
    """
    paths = (version.collection, version.item("w"), version.products("acme"))

    assert {path.split("/")[2] for path in paths} == {version.name}


@each_version
def test_id_cannot_leave_its_place_in_the_path(version: Version) -> None:
    """
    An id with characters that mean something in a URL is in no path.
    """
    for path in (version.item, version.products):
        with pytest.raises(Refused, match=r"contains '/', so nothing was sent"):
            path("../x?y=1#z")


@pytest.mark.parametrize(("version", "products"), [(V1, FLAT), (V2, {"products": [FLAT]})], ids=["v1", "v2"])
def test_products_of_a_request(version: Version, products: dict[str, Any]) -> None:
    """
    v1 has the one product at the top of a request and v2 in a list, in create and in update.
    """
    created = version.creation(model())

    assert {name: created.get(name) for name in products} == products
    assert version.body(model(), frozenset({"products"})) == products


def test_else_requests_are_alike() -> None:
    """
    But for the products, both versions send the same members.
    """
    declared = model(description="d", notificationScope="SELF", retryPolicy={"firstRetry": 5})
    first, second = ({*one.creation(declared)} for one in (V1, V2))

    assert (first - second, second - first) == ({"productId", "eventTypes"}, {"products"})


def test_update_without_products_holds_none() -> None:
    """
    In v1, an update of other fields names no product.
    """
    assert V1.body(model(), frozenset({"name"})) == {"name": "n"}


@pytest.mark.parametrize(
    ("version", "request_"),
    [
        (V1, Request("PATCH", "/notification-subscriptions/v1/webhooks/w", {"status": "ACTIVE"})),
        (V2, Request("PUT", "/notification-subscriptions/v2/webhooks/w/status", {"status": "ACTIVE"})),
    ],
    ids=["v1", "v2"],
)
def test_status_is_asked_for(version: Version, request_: Request) -> None:
    """
    A status is an update in v1, and a request of its own in v2.
    """
    assert version.status("w", "ACTIVE") == request_
