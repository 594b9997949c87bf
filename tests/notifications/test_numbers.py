"""JSON that keeps its numbers."""

import copy
import json
import math
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_payment_webhooks.notifications.numbers import Number, canonical_json, decoder, exact_json

DIGITS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)
FRACTIONS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})\.[0-9]{1,30}([eE][+-]?[0-9]{1,3})?", fullmatch=True)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
EXACT = decoder()
DECIMALS = decoder(decimals=True)


@given(DIGITS)
def test_number_is_written_as_it_was_read(digits):
    """
    Whatever number JSON has, reading and writing it changes nothing.
    """
    assert exact_json(EXACT.decode(f"[{digits}]")) == f"[{digits}]"


@given(DIGITS)
def test_decimal_has_the_value(digits):
    """
    As a decimal, or as the decimal of its text, a number has exactly its value.
    """
    [number], [decimal] = EXACT.decode(f"[{digits}]"), DECIMALS.decode(f"[{digits}]")

    assert Decimal(str(number)) == decimal == Decimal(digits)


@given(VALUES)
def test_other_values_are_written_as_by_json(value):
    """
    Everything else is written as the standard library writes it, in each of the forms.
    """
    assert exact_json(value) == json.dumps(value)
    assert exact_json(value, indent=2) == json.dumps(value, indent=2, ensure_ascii=False)
    assert canonical_json(value) == json.dumps(value, sort_keys=True, separators=(",", ":"))


@given(VALUES)
def test_canonical_form_does_not_depend_on_the_reading(value):
    """
    What the standard library has written gives the same canonical form, read exactly, as decimals, or as by `json`.
    """
    text = json.dumps(value)

    assert canonical_json(EXACT.decode(text)) == canonical_json(DECIMALS.decode(text)) == canonical_json(value)


@given(FRACTIONS, FRACTIONS)
def test_canonical_form_tells_values_apart(one, other):
    """
    Two fractions have the same canonical form if they have the same value, and else not; 0 has a sign.
    """
    first, second = (canonical_json(EXACT.decode(f"[{digits}]")) for digits in (one, other))

    assert (first == second) == (Decimal(one) == Decimal(other)) or {first, second} == {"[0.0]", "[-0.0]"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (math.nan, "null"),
        ([math.inf, -math.inf], "[null, null]"),
        (Decimal("NaN"), "null"),
        (Decimal("1E+400"), "1E+400"),
        ("\ud800é", '"\\ud800\\u00e9"'),
        ((1, {2: 3}), '[1, {"2": 3}]'),
        (b"x", "\"b'x'\""),
    ],
)
def test_what_json_has_not_is_valid_all_the_same(value, text):
    """
    The result is JSON, whatever was written.
    """
    assert exact_json(value) == text


def test_depth_is_no_limit():
    """
    What nests deeper than Python calls itself is written.
    """
    deep: list[object] = []
    for _ in range(10_000):
        deep = [deep]

    assert exact_json(deep) == "[" * 10_001 + "]" * 10_001


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", '{"a": NaN}'])
def test_numbers_that_json_has_not_are_refused(text):
    """
    What Python would read as a number, and JSON does not have, is refused.
    """
    with pytest.raises(ValueError, match="is not JSON"):
        EXACT.decode(text)


def test_copy_of_a_number_has_its_digits():
    """
    A number that is copied or stored prints as before, and is formatted as a float.
    """
    number = Number("10.00")

    assert [str(one) for one in (copy.deepcopy(number), pickle.loads(pickle.dumps(number)))] == ["10.00"] * 2
    assert (repr(number), f"{number}", f"{number:.1f}") == ("10.00", "10.00", "10.0")
