"""
Refresh of many resources: one list for an organization, and nothing that is there is ever dropped.
"""

from typing import Any

import pytest
from tests.engine.cybersource.programs import LINKS, SUBSCRIPTION, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop

LIST = r"/v2/webhooks$"
INVOICES = {
    "name": "Invoices",
    "products": {"customerInvoicing": ["invoicing.customer.invoice.paid"]},
    "webhook_url": "https://hooks.example.com/invoices",
}
LINES = (
    resource(SUBSCRIPTION, "orders", **TOKENS),
    resource(SUBSCRIPTION, "links", **LINKS),
    resource(SUBSCRIPTION, "invoices", **INVOICES),
    resource("RetryPolicy", "retries", "subscription=orders", interval=9),
)


@pytest.fixture
def many(shop: Shop) -> Shop:
    """
    A shop with three subscriptions and a policy apart, deployed; the journal is empty.
    """
    shop.project.write(program(*LINES))
    shop.up()
    shop.platform.requests.clear()
    return shop


def reads(shop: Shop) -> tuple[int, int]:
    """
    How often the list was asked for, and how often a subscription by its id.
    """
    asked = [one for one in shop.platform.requests if one.method == "GET"]
    lists = sum(one.path.endswith("/webhooks") for one in asked)
    return lists, len(asked) - lists


def kept(shop: Shop) -> int:
    return len(shop.project.resources("WebhookSubscription")) + len(shop.project.resources("RetryPolicy"))


def test_refresh_asks_once(many: Shop) -> None:
    """
    A refresh of three subscriptions and a policy asks for one list, and for nothing by id.
    """
    many.project.run("pulumi refresh --yes --skip-preview")

    assert (reads(many), kept(many)) == ((1, 0), 4)


ODD: dict[str, dict[str, Any]] = {
    "one object": {"list_answer": "object"},
    "flat": {"response_shape": "flat"},
}


@pytest.mark.parametrize("knobs", ODD.values(), ids=ODD.keys())
def test_odd_list(knobs: dict[str, Any], many: Shop) -> None:
    """
    A list of another shape drops nothing.
    """
    many.platform.turn(**knobs)
    many.project.run("pulumi refresh --yes --skip-preview")

    assert kept(many) == 4


@pytest.mark.parametrize("status", [404, 403, 500])
def test_list_that_fails(status: int, many: Shop) -> None:
    """
    Where the list fails or claims to be empty, each is asked for by id, and nothing is dropped.
    """
    many.platform.fail(status, count=9, method="GET", path=LIST)
    many.project.run("pulumi refresh --yes --skip-preview")

    assert (reads(many)[1], kept(many)) == (4, 4)


def test_what_the_list_lacks(many: Shop) -> None:
    """
    A subscription that is gone is asked for by id before it is dropped, and it alone is dropped.
    """
    gone = next(one for one in many.held if one.name == LINKS["name"])
    many.platform.subscriptions.remove(gone.webhook_id)
    many.platform.requests.clear()
    many.project.run("pulumi refresh --yes --skip-preview")

    assert (reads(many), kept(many)) == ((1, 1), 3)


def test_platform_that_is_down(many: Shop) -> None:
    """
    A refresh that gets no definite answer fails, and nothing is dropped.
    """
    many.platform.fail(503, count=99, method="GET")
    many.project.fail("pulumi refresh --yes --skip-preview")

    assert kept(many) == 4


def test_up_with_refresh_asks_once_for_each_phase(many: Shop) -> None:
    """
    `up --refresh` that changes one subscription asks for one list, and sends one change.
    """
    many.project.write(program(resource(SUBSCRIPTION, "orders", **{**TOKENS, "name": "Renamed"}), *LINES[1:]))
    many.project.run("pulumi up --yes --skip-preview --refresh")

    assert (reads(many), many.sent) == ((1, 0), [("PATCH", {"name": "Renamed"})])
