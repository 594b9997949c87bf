"""
What a reviewer reads in `pulumi preview --diff`: one line for one change. These previews ask nothing of the platform.
"""

import re
from copy import deepcopy
from typing import Any

import pytest
from tests.engine.cybersource.shop import PLAIN, Shop, changed
from tests.engine.project import Project

from pulumi_payment_webhooks.cybersource.rules.catalogue import CURRENT
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

FIRST, *REST = sorted(CURRENT["payments"])
LAST = REST[-1]
BUSY = {
    **PLAIN,
    "products": {"payments": REST, "payByLink": ["payByLink.merchant.payment"]},
    "retry_policy": {"first_retry": 10, "interval": 30},
}


@pytest.fixture(scope="module")
def busy(configured: Project, running: CybersourceSimulator, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """
    A shop whose subscription has all events of a product but one; its tests preview and deploy nothing.
    """
    running.reset()
    running.add_signature_key()
    shop = Shop(configured.copy_to(tmp_path_factory.mktemp("busy")), running)
    shop.declare(BUSY)
    shop.up()
    return shop


def _lines(shop: Shop, arguments: dict[str, Any]) -> list[str]:
    """The marked lines of the subscription's difference, without indentation and alignment."""
    shop.declare(arguments)
    out = shop.project.run("pulumi preview --diff").out
    found = re.findall(r"^ +([-+~] .*)$", out[: out.index("Resources:")], re.MULTILINE)
    return [re.sub(r" +", " ", one) for one in found if "pulumi-python:dynamic" not in one]


def test_added_event_is_one_line(busy: Shop) -> None:
    """
    An event added to thirteen others, sorted before them all, is one line in its product.
    """
    lines = _lines(busy, changed(BUSY, "products.payments", [FIRST, *REST]))

    assert lines == ["~ products: {", "~ payments: {", f"+ {FIRST}: true"]


def test_removed_event_is_one_line(busy: Shop) -> None:
    """
    An event taken away from thirteen is one line in its product.
    """
    lines = _lines(busy, changed(BUSY, "products.payments", REST[:-1]))

    assert lines == ["~ products: {", "~ payments: {", f"- {LAST}: true"]


def test_order_of_events_is_nothing(busy: Shop) -> None:
    """
    The same events in another order are no change.
    """
    assert _lines(busy, changed(BUSY, "products.payments", list(reversed(REST)))) == []


def test_added_product_shows_itself(busy: Shop) -> None:
    """
    A new product is shown with its event, and no other product is.
    """
    lines = _lines(busy, changed(BUSY, "products.unifiedCheckout", ["uc.orders.transactionresults"]))

    assert lines == ["~ products: {", "+ unifiedCheckout: {", "+ uc.orders.transactionresults: true"]


def test_removed_product_shows_itself(busy: Shop) -> None:
    """
    A product taken away is shown with its event, and no other product is.
    """
    fewer = deepcopy(BUSY)
    del fewer["products"]["payByLink"]

    assert _lines(busy, fewer) == ["~ products: {", "- payByLink: {", "- payByLink.merchant.payment: true"]


def test_interval_shows_schedule(busy: Shop) -> None:
    """
    A changed interval is shown with the minutes that follow from it, and nothing else.
    """
    assert _lines(busy, changed(BUSY, "retry_policy.interval", 20)) == [
        "~ retryPolicy: {",
        "~ interval: 30 => 20",
        '~ schedule: "10, 40, 70 min after the first failure; gives up after 70 min" => '
        '"10, 30, 50 min after the first failure; gives up after 50 min"',
    ]
