"""Names in a program, whatever objects are called."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_payment_webhooks.export.names import LONGEST, camel, constant, place_of, slug, unique


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Payments", "payments"),
        ("Refunds & Payouts (EU)", "refunds_payouts_eu"),
        ("Crème brûlée", "creme_brulee"),
        ("customerInvoicing", "customer_invoicing"),
        ("支払い", ""),
        ("\n \x00", ""),
        ("word " * 30, "word_word_word_word_word_word_word_word"),
    ],
)
def test_slug_keeps_the_words_of_a_name(text: str, expected: str) -> None:
    """
    A name keeps its words, as far as they can be spelled in ASCII.
    """
    assert slug(text) == expected


@given(st.text())
def test_names_are_valid(text: str) -> None:
    """
    Of any text, what is left is short and can be a part of a variable, and a constant is a variable.
    """
    assert len(slug(text)) <= LONGEST
    assert f"a{slug(text)}".isidentifier()
    assert constant(text).isidentifier()
    assert not keyword.iskeyword(constant(text))


def test_name_that_is_taken_gets_a_number() -> None:
    """
    Names that are taken get a number.
    """
    assert unique("orders", {"orders", "orders_2"}) == "orders_3"
    assert camel("shop_a_orders", "client_secret") == "shopAOrdersClientSecret"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://hooks.example.com/payments/v2", "payments"),
        ("https://hooks.example.com/services/T00000000/B00000000/XXXX0000XXXX0000XXXX0000", "services"),
        ("https://hooks.example.com/4711?token=abc", "hooks"),
    ],
)
def test_place_of_a_url_has_no_part_of_a_token(url: str, expected: str) -> None:
    """
    A URL is named by a word of its path that has no digit, or by its host.
    """
    assert place_of(url) == expected
