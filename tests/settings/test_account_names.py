"""The name of an account, which a state keeps: host and merchant."""

import pytest

from pulumi_payment_webhooks.settings.account_names import account_name, is_same, name_of

NAMES = {
    "https://apitest.cybersource.com": "apitest.cybersource.com/shop",
    "https://apitest.cybersource.com:443": "apitest.cybersource.com/shop",
    "https://gateway.example.com:8443": "gateway.example.com:8443/shop",
    "http://127.0.0.1:8080": "127.0.0.1:8080/shop",
    "http://localhost": "localhost:80/shop",
    "https://localhost": "localhost:443/shop",
    "http://[::1]:8080": "[::1]:8080/shop",
}


@pytest.mark.parametrize(("endpoint", "name"), NAMES.items())
def test_name(endpoint: str, name: str) -> None:
    """
    The usual port is left out, but for loopback, where ports distinguish simulators.
    """
    assert name_of(endpoint, "shop") == name


SAME = [
    ("apitest.cybersource.com/shop", "apitest.cybersource.com/SHOP"),
    ("127.0.0.1:8080/shop", "localhost:8080/shop"),
    ("[::1]:8080/shop", "LOCALHOST:8080/shop"),
]
OTHER = [
    ("apitest.cybersource.com/shop", "api.cybersource.com/shop"),
    ("apitest.cybersource.com/shop", "apitest.cybersource.com/shop2"),
    ("127.0.0.1:8080/shop", "127.0.0.1:8081/shop"),
    ("127.0.0.1:8080/shop", "apitest.cybersource.com/shop"),
    ("gateway.example.com:8443/shop", "gateway.example.com/shop"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_account(one: str, other: str) -> None:
    """
    Case does not matter, nor which name loopback is called by.
    """
    assert is_same(one, other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_account(one: str, other: str) -> None:
    """
    Another host, port or merchant is another account.
    """
    assert not is_same(one, other)


@pytest.mark.parametrize("value", ["shop", "host/", "/shop", "https://host/shop", "host/a shop", "ho st/shop", ""])
def test_malformed_name(value: str) -> None:
    """
    What is not host/merchant is rejected, with an example.
    """
    with pytest.raises(ValueError, match=r"must be host/merchant, such as apitest\.cybersource\.com/my_merchant"):
        account_name(value, form="host/merchant", example="apitest.cybersource.com/my_merchant")


@pytest.mark.parametrize("name", [*NAMES.values(), *(one for pair in OTHER for one in pair)])
def test_printed_name_is_accepted(name: str) -> None:
    """
    What a message prints can be pasted into the setting.
    """
    assert account_name(name, form="host/merchant", example="") == name
