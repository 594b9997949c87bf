"""
The catalogue as the platform spells it.
"""

from typing import Any

import pytest

from pulumi_payment_webhooks.cybersource.api.products import OfferedEvent, read_catalogue

EVENT = {"eventName": "a.b", "displayName": "A b", "payloadEncryption": True}
ROW = {"productId": "payments", "productName": "Payments", "eventTypes": [EVENT]}


def events(*rows: Any) -> dict[str, OfferedEvent]:
    return dict(read_catalogue([{**ROW, "eventTypes": list(rows)}])["payments"].events)


@pytest.mark.parametrize("answer", [[ROW], {"products": [ROW]}], ids=str)
def test_products_are_found(answer: Any) -> None:
    """
    Products are found in a list and in a wrapper.
    """
    assert list(read_catalogue(answer)) == ["payments"]


@pytest.mark.parametrize("answer", [[], {"products": []}], ids=str)
def test_no_products(answer: Any) -> None:
    """
    An empty list is an empty catalogue.
    """
    assert read_catalogue(answer) == {}


@pytest.mark.parametrize(
    "answer",
    [None, {}, "text", 1, {"products": None}, {"products": {}}, *([ROW, odd] for odd in (None, {}, {"productId": 1}))],
    ids=str,
)
def test_odd_catalogue(answer: Any) -> None:
    """
    An answer of another kind, or with a row that has no product, is no catalogue.
    """
    with pytest.raises(ValueError, match=r"without a list|with a product that has no productId"):
        read_catalogue(answer)


@pytest.mark.parametrize(
    ("flag", "is_encrypted"), [(True, True), ("true", True), (False, False), ("false", False), (None, False)]
)
def test_encryption(flag: Any, is_encrypted: bool) -> None:
    """
    An event is encrypted where the flag is true, as a flag or as text.
    """
    assert events({**EVENT, "payloadEncryption": flag})["a.b"].is_encrypted is is_encrypted


def test_events_of_every_shape() -> None:
    """
    Events are read as objects and as texts, each once.
    """
    assert events("c.d", EVENT, EVENT) == {
        "c.d": OfferedEvent("c.d"),
        "a.b": OfferedEvent("a.b", "A b", True),
    }


@pytest.mark.parametrize("rows", [None, []], ids=str)
def test_product_without_events(rows: Any) -> None:
    """
    A product without events is a product.
    """
    assert read_catalogue([{**ROW, "eventTypes": rows}])["payments"].events == {}


def test_product_without_name() -> None:
    """
    A product without a name goes by its id.
    """
    assert read_catalogue([{"productId": "payments"}])["payments"].name == "payments"
