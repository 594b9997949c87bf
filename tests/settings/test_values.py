"""How the raw value of a setting becomes a typed value, and what is said of a value that does not."""

import pytest
from pydantic import SecretStr

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.settings.mechanism import Setting, Settings
from pulumi_payment_webhooks.settings.values import (
    boolean,
    checked_secret,
    checked_text,
    choice,
    integer,
    items,
    number,
    text,
)


def parsed(parse, value):
    """What *parse* makes of a value in stack config."""
    return Settings({"payment-webhooks:shopColour": value}.get, {}).get(Setting("shopColour", "", parse))


@pytest.mark.parametrize(("value", "understood"), [("123", "123"), (123, "123"), (123.0, "123")])
def test_an_id_of_digits_is_text(value, understood):
    """
    Config that was parsed on the way gives back the digits that were typed.
    """
    assert parsed(text, value) == understood


@pytest.mark.parametrize("value", [True, 1.5, [], {}])
def test_what_is_no_text_is_refused(value):
    """
    Flags, fractions, lists and maps are not silently made into text.
    """
    with pytest.raises(SettingsProblem, match="shopColour is not text"):
        parsed(text, value)


@pytest.mark.parametrize("value", ["2.5", 2.5, " 2.5 "])
def test_number_is_understood(value):
    """
    A number may come as text or as a number.
    """
    assert parsed(number(0, 10), value) == 2.5


@pytest.mark.parametrize("value", ["soon", "nan", "inf", True, -1, "11", [1], 10**400])
def test_number_out_of_range_is_refused(value):
    """
    What is not a number in the range is refused with the range.
    """
    with pytest.raises(SettingsProblem, match="must be a number from 0 to 10"):
        parsed(number(0, 10), value)


@pytest.mark.parametrize(("value", "understood"), [("4", 4), (4.0, 4), (4, 4)])
def test_integer_is_understood(value, understood):
    """
    A whole number may come as text, as a number or as a whole fraction.
    """
    assert parsed(integer(1, 9), value) == understood


@pytest.mark.parametrize("value", ["2.5", 0, "ten", True])
def test_fraction_is_no_integer(value):
    """
    A fraction is not rounded.
    """
    with pytest.raises(SettingsProblem, match="must be a whole number from 1 to 9"):
        parsed(integer(1, 9), value)


@pytest.mark.parametrize(("value", "understood"), [("true", True), (True, True), ("No", False), (0, False)])
def test_boolean_is_understood(value, understood):
    """
    A flag may come as a flag or in the words people use.
    """
    assert parsed(boolean, value) is understood


def test_other_words_are_no_boolean():
    """
    A word that is neither yes nor no is refused.
    """
    with pytest.raises(SettingsProblem, match="must be true or false"):
        parsed(boolean, "maybe")


@pytest.mark.parametrize("value", [["a", "b"], '["a", "b"]', "a, b,", ("a", " b ")])
def test_list_is_understood(value):
    """
    A list may come as a list, as JSON text, or as words with commas.
    """
    assert parsed(items, value) == {"a", "b"}


@pytest.mark.parametrize(
    "value",
    ["[", "[" * 9999, {"a": 1}, 7, [["a"]], [], ",", "[]"],
    ids=["cut", "deep", "map", "number", "lists", "no items", "commas", "empty"],
)
def test_what_is_no_list_of_words_is_refused(value):
    """
    A broken list, a map, a number and an empty list are refused.
    """
    with pytest.raises(SettingsProblem, match="shopColour is"):
        parsed(items, value)


def test_choice_ignores_case_and_names_the_others():
    """
    A wrong word is answered with those offered.
    """
    with pytest.raises(SettingsProblem, match="is 'green', which is not one of red, blue"):
        parsed(choice("red", "blue"), "green")


def test_long_values_are_cut_in_messages():
    """
    A pasted file does not fill the terminal.
    """
    with pytest.raises(SettingsProblem) as problem:
        parsed(boolean, "x" * 1000)

    assert len(str(problem.value)) < 250


def is_short(value):
    """A check that accepts up to three characters and returns capitals."""
    if len(value) > 3:
        raise ValueError("is too long")
    return value.upper()


def test_checked_value_is_the_one_that_the_check_returns():
    """
    A check cleans text and secrets alike, digits included.
    """
    assert parsed(checked_text(is_short), "red") == "RED"
    assert parsed(checked_secret(is_short), 123) == SecretStr("123")


@pytest.mark.parametrize("parser", [checked_text, checked_secret])
def test_value_that_the_check_refuses_is_named_by_its_setting(parser):
    """
    The words of the check follow the name of the setting.
    """
    with pytest.raises(SettingsProblem, match=r"\AshopColour is too long: "):
        parsed(parser(is_short), "green")
